#pragma once

#include "netcore/doctor/multicastfacts.h"

#include <QString>

namespace sockyard
{

/// \a sentence with each `{name}` that is known replaced by what the facts say: {interface},
/// {group}, {port}, {family} and so on, see the table in sentencewords.cpp. What is put in is not
/// looked at again. \a line is of the interface that the sentence is about. A pure function.
QString filledSentence(const QString &sentence, const MulticastFacts &facts, const LineFacts &line);

} // namespace sockyard
