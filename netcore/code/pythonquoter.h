#pragma once

#include "netcore/code/codequoter.h"

namespace sockyard
{

/// For Python 3: `b"..."` of ASCII alone, and `"..."`.
class PythonQuoter : public CodeQuoter
{
public:
    QString bytes(const QByteArray &bytes, const QString &indent) const override;
    QString text(const QString &text) const override;
    QString comment(const QString &sentence, const QString &indent) const override;
};

} // namespace sockyard
