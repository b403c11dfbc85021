#pragma once

#include "netcore/code/codequoter.h"

namespace sockyard
{

/// For Ruby: `"..."`, in which no `#{}` is left.
class RubyQuoter : public CodeQuoter
{
public:
    QString bytes(const QByteArray &bytes, const QString &indent) const override;
    QString text(const QString &text) const override;
    QString comment(const QString &sentence, const QString &indent) const override;
};

} // namespace sockyard
