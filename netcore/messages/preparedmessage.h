#pragma once

#include "netcore/codec/macros.h"
#include "netcore/messages/message.h"

#include <QByteArray>

#include <memory>
#include <optional>

namespace sockyard
{

/// A message that was judged and can be sent. A value; any thread. Copies share what they hold.
class PreparedMessage
{
public:
    /// Nothing where the message is wrong; \a problem then says how. \a groups says how many groups
    /// the expression has whose answer this message follows, see MacroText; usually there is none.
    /// A file is opened only when it is sent: that it can be read now is seen to here, nothing
    /// more.
    static std::optional<PreparedMessage> prepare(const Message &message,
                                                  MessageProblem *problem = nullptr,
                                                  int groups = MacroText::noMessage);
    /// These bytes and nothing else.
    static PreparedMessage ofBytes(const QByteArray &bytes);

    bool isFile() const { return !m_fileName.isEmpty(); }
    const QString &fileName() const { return m_fileName; }
    /// Of a file: what follows its bytes.
    QByteArray ending() const { return m_ending; }

    /// The bytes are the same each time. Not of files.
    bool isFixed() const { return !isFile() && !m_macros; }
    /// The bytes, ending included, where they are the same each time.
    std::optional<QByteArray> fixedBytes() const;
    /// The bytes, ending included. Not of files. Of macros a MacroText's bound holds.
    QByteArray bytes(const MacroValues &values, MacroSources &sources) const;

private:
    PreparedMessage() = default;

    QByteArray m_bytes; // where it is fixed; with the ending
    std::shared_ptr<const MacroText> m_macros;
    QString m_fileName;
    QByteArray m_ending;
};

} // namespace sockyard
