#pragma once

#include <QApplication>
#include <QComboBox>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QTest>
#include <QWidget>

// How tests find widgets, click them and type into them.
namespace sockyard::test
{

/// The widget of that name in \a parent. There must be one.
template <typename T>
T *widgetNamed(const QWidget *parent, const char *name)
{
    T *const widget = parent->findChild<T *>(QString::fromLatin1(name));
    if (widget == nullptr) {
        qFatal("there is no widget \"%s\"", name);
    }
    return widget;
}

inline void click(QWidget *widget)
{
    QTest::mouseClick(widget, Qt::LeftButton);
}

/// Replaces what a field holds, key by key.
inline void type(QLineEdit *edit, const QString &text)
{
    click(edit);
    QTest::keyClick(edit, Qt::Key_A, Qt::ControlModifier);
    QTest::keyClick(edit, Qt::Key_Delete);
    QTest::keyClicks(edit, text);
}

inline void type(QPlainTextEdit *edit, const QString &text)
{
    edit->setFocus();
    QTest::keyClicks(edit, text);
}

/// Chooses the row of a box that begins with \a text by typing it.
inline void choose(QComboBox *box, const QString &text)
{
    box->setFocus();
    QTest::keyClick(box, Qt::Key_Home);
    for (int step = 1; step < box->count() && !box->currentText().startsWith(text); ++step) {
        QTest::keyClick(box, Qt::Key_Down);
    }
}

} // namespace sockyard::test
