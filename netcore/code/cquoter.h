#pragma once

#include "netcore/code/codequoter.h"

namespace sockyard
{

/// For C11: string literals with octal escapes, since `\x` takes whatever digits follow.
class CQuoter : public CodeQuoter
{
public:
    QString bytes(const QByteArray &bytes, const QString &indent) const override;
    QString text(const QString &text) const override;
    QString comment(const QString &sentence, const QString &indent) const override;
};

} // namespace sockyard
