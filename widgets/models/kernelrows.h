#pragma once

#include "netcore/sockets/kernelview.h"

#include <QString>

#include <vector>

namespace sockyard
{

/// One thing that the kernel says of a socket, as words. Values; any thread.
struct KernelRow {
    /// What is worth a look, and what is wrong, apart from all that is as it should be.
    enum class Mark { None, Look, Bad };

    QString name;
    QString value;
    /// A sentence on what it is, with the system's own name for it.
    QString explanation;
    Mark mark = Mark::None;
};

/// A sentence about something that a person should know.
struct KernelRemark {
    KernelRow::Mark mark;
    QString text;
};

/// Everything that \a view tells, but its state, in one order. An open connection has the same rows
/// at every moment; what it has no value for yet is said in a word.
std::vector<KernelRow> kernelRows(const KernelView &view);
/// What follows from the numbers: somebody does not read, somebody does not answer. Most often
/// nothing.
std::vector<KernelRemark> kernelRemarks(const KernelView &view);
/// `⚠` or `✗`; empty where there is no mark.
QString kernelSign(KernelRow::Mark mark);
/// All of it as plain text, a line each, for the clipboard.
QString kernelText(const KernelView &view);

} // namespace sockyard
