#pragma once

#include "netcore/projections/connectiontable.h"
#include "tests/support/pages.h"
#include "tests/support/peer.h"
#include "widgets/models/connectionmodel.h"
#include "widgets/models/words.h"
#include "widgets/pages/tcpclientpage.h"

#include <QAbstractSpinBox>
#include <QToolButton>

#include <optional>

namespace sockyard::test
{

/// The page of the TCP client in a window of its own.
class OpenClientPage : public OpenPage<TcpClientPage>
{
public:
    // What one does.

    /// Types and presses Enter.
    void connectTo(std::uint16_t port, const QString &host = QStringLiteral("127.0.0.1")) const
    {
        typeInto("hostEdit", host);
        typeInto("portEdit", QString::number(port));
        pressEnterIn("portEdit");
    }
    /// Opens what few people change.
    void openMore() const
    {
        auto *const button = widgetNamed<QToolButton>(page(), "connectingButton");
        if (!button->isChecked()) {
            click(button);
        }
    }
    /// Types into a box of numbers.
    void typeNumber(const char *box, const QString &text) const
    {
        auto *const number = widgetNamed<QAbstractSpinBox>(page(), box);
        number->setFocus();
        number->selectAll();
        QTest::keyClicks(number, text);
    }

    // What one sees.

    bool isConnected() const { return status().startsWith(QStringLiteral("connected")); }
    bool isIdle() const { return status().startsWith(QStringLiteral("not connected")); }
    /// Of the number behind "fd": what a person could look up elsewhere.
    int descriptor() const { return strip().section(QStringLiteral("fd "), 1).toInt(); }
    QString stateAt(int row) const
    {
        return textAt(connections(), row, ConnectionModel::StateColumn);
    }
    QString lastState() const { return stateAt(connections().rowCount() - 1); }
};

} // namespace sockyard::test
