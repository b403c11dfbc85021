#pragma once

#include "netcore/sockets/boundsocket.h"

#include <QWidget>

#include <optional>

class QLabel;
class QLineEdit;

namespace sockyard
{

class ListeningModel;
class RowTable;

/// Who listens where on this machine, and who has the port that a person asks for. Main thread.
class ListeningPane : public QWidget
{
    Q_OBJECT

public:
    explicit ListeningPane(QWidget *parent = nullptr);

    /// What the system told; nothing where it does not tell.
    void showSockets(const std::optional<QList<BoundSocket>> &sockets);

private:
    void showAnswer();

    ListeningModel *m_model;
    QLineEdit *m_filter;
    QLabel *m_answer;
    RowTable *m_table;
    bool m_isKnown = false;
};

} // namespace sockyard
