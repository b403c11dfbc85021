#pragma once

#include "netcore/code/codequoter.h"

namespace sockyard
{

/// For the shell of POSIX: bytes as the format of `printf`, which alone can write a NUL, and text
/// as one word.
class ShellQuoter : public CodeQuoter
{
public:
    QString bytes(const QByteArray &bytes, const QString &indent) const override;
    QString text(const QString &text) const override;
    QString comment(const QString &sentence, const QString &indent) const override;
};

} // namespace sockyard
