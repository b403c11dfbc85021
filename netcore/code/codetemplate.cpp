#include "netcore/code/codetemplate.h"

#include "netcore/code/codequoter.h"

#include <QRegularExpression>

#include <vector>

namespace sockyard
{

namespace
{

constexpr QLatin1StringView mark("%%");
constexpr int digits = 12; // of seconds

struct Wrong {
    QString text;
};

QString indentOf(const QString &line)
{
    qsizetype count = 0;
    while (count < line.size() && line.at(count) == u' ') {
        ++count;
    }
    return line.left(count);
}

/// One run through a template.
class CodeFilling
{
public:
    CodeFilling(const QStringList &lines, const CodeFacts &facts, const CodeQuoter &quoter)
        : m_lines(lines)
        , m_facts(facts)
        , m_quoter(quoter)
    {
    }

    CodeTemplate::Filled run()
    {
        try {
            block(m_lines.size(), true);
            if (m_next != m_lines.size()) {
                throw Wrong{QStringLiteral("an end too many")};
            }
        } catch (const Wrong &wrong) {
            m_filled.error = QStringLiteral("line %1: %2").arg(m_next).arg(wrong.text);
        }
        return m_filled;
    }

private:
    // Goes on to the line that ends the block, which it leaves to be read. Where it is not shown,
    // its lines are judged all the same.
    void block(qsizetype end, bool isShown)
    {
        while (m_next < end) {
            const QString &line = m_lines.at(m_next);
            const QString trimmed = line.trimmed();
            if (!trimmed.startsWith(mark)) {
                ++m_next;
                const QString text = filled(line);
                if (isShown) {
                    m_filled.text += text + u'\n';
                }
                continue;
            }
            const QString words = trimmed.mid(mark.size()).trimmed();
            const QString verb = words.section(u' ', 0, 0);
            const QString rest = words.section(u' ', 1);
            if (verb == QStringLiteral("if")) {
                choose(rest, isShown);
            } else if (verb == QStringLiteral("each")) {
                repeat(rest, isShown);
            } else if (verb == QStringLiteral("cannot")) {
                ++m_next;
                tell(rest, indentOf(line), isShown);
            } else if (verb == QStringLiteral("elif") || verb == QStringLiteral("else") ||
                       verb == QStringLiteral("end")) {
                return;
            } else {
                ++m_next;
                throw Wrong{QStringLiteral("unknown word %1").arg(verb)};
            }
        }
    }

    void choose(const QString &condition, bool isShown)
    {
        ++m_next;
        bool isMet = isTrue(condition);
        bool wasMet = isMet;
        block(m_lines.size(), isShown && isMet);
        for (;;) {
            const QString words = closingWords();
            if (words == QStringLiteral("end")) {
                return;
            }
            isMet = words == QStringLiteral("else") || isTrue(words.section(u' ', 1));
            block(m_lines.size(), isShown && isMet && !wasMet);
            wasMet = wasMet || isMet;
        }
    }

    void repeat(const QString &name, bool isShown)
    {
        ++m_next;
        const auto list = m_facts.lists.constFind(name);
        if (list == m_facts.lists.constEnd()) {
            throw Wrong{QStringLiteral("unknown list %1").arg(name)};
        }
        const qsizetype first = m_next;
        m_items.insert(name, QByteArray());
        block(m_lines.size(), false); // to its end, also where the list is empty
        const qsizetype last = m_next;
        for (const QByteArray &item : isShown ? *list : QList<QByteArray>()) {
            m_items.insert(name, item);
            m_next = first;
            block(m_lines.size(), true);
        }
        m_items.remove(name);
        m_next = last;
        if (closingWords() != QStringLiteral("end")) {
            throw Wrong{QStringLiteral("each wants an end")};
        }
    }

    QString closingWords()
    {
        if (m_next >= m_lines.size()) {
            throw Wrong{QStringLiteral("an end is missing")};
        }
        return m_lines.at(m_next++).trimmed().mid(mark.size()).trimmed();
    }

    bool isTrue(const QString &condition) const
    {
        bool result = false;
        const QStringList terms = condition.split(QStringLiteral(" or "));
        for (const QString &term : terms) {
            const bool negated = term.startsWith(QStringLiteral("not "));
            const QString name = negated ? term.mid(4) : term;
            const auto flag = m_facts.flags.constFind(name);
            if (flag == m_facts.flags.constEnd()) {
                throw Wrong{QStringLiteral("unknown condition %1").arg(name)};
            }
            result = result || *flag != negated;
        }
        return result;
    }

    void tell(const QString &name, const QString &indent, bool isShown)
    {
        const auto sentence = m_facts.sentences.constFind(name);
        if (sentence == m_facts.sentences.constEnd()) {
            throw Wrong{QStringLiteral("unknown sentence %1").arg(name)};
        }
        if (isShown) {
            m_filled.text += m_quoter.comment(*sentence, indent) + u'\n';
            m_filled.notes.append(*sentence);
        }
    }

    QString filled(const QString &line) const
    {
        static const QRegularExpression place(QStringLiteral("\\$\\{([^}]*)\\}"));
        QString result;
        qsizetype from = 0;
        auto matches = place.globalMatch(line);
        while (matches.hasNext()) {
            const auto match = matches.next();
            result += line.mid(from, match.capturedStart() - from);
            result += quoted(match.captured(1), indentOf(line));
            from = match.capturedEnd();
        }
        return result + line.mid(from);
    }

    QString quoted(const QString &name, const QString &indent) const
    {
        if (const auto item = m_items.constFind(name); item != m_items.constEnd()) {
            return m_quoter.bytes(*item, indent);
        }
        const auto value = m_facts.places.constFind(name);
        if (value == m_facts.places.constEnd()) {
            throw Wrong{QStringLiteral("unknown place %1").arg(name)};
        }
        if (const auto *const bytes = std::get_if<QByteArray>(&*value)) {
            return m_quoter.bytes(*bytes, indent);
        }
        if (const auto *const text = std::get_if<QString>(&*value)) {
            return m_quoter.text(*text);
        }
        if (const auto *const number = std::get_if<qint64>(&*value)) {
            return QString::number(*number);
        }
        return QString::number(std::get<double>(*value), 'g', digits);
    }

    const QStringList &m_lines;
    const CodeFacts &m_facts;
    const CodeQuoter &m_quoter;
    QMap<QString, QByteArray> m_items; // of the lists that it goes through
    qsizetype m_next = 0;
    CodeTemplate::Filled m_filled;
};

} // namespace

CodeTemplate::CodeTemplate(const QString &text)
    : m_lines(text.split(u'\n'))
{
    if (m_lines.constLast().isEmpty()) {
        m_lines.removeLast(); // each line has its end
    }
}

CodeTemplate::Filled CodeTemplate::fill(const CodeFacts &facts, const CodeQuoter &quoter) const
{
    return CodeFilling(m_lines, facts, quoter).run();
}

} // namespace sockyard
