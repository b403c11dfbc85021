#pragma once

#include "tests/support/ownnetwork.h"

#include <QTest>

#include <exception>
#include <iostream>

namespace sockyard::test
{

/// main() of tests that need a network of their own, which \a enter makes before there is any
/// thread.
template <typename Application, typename Test>
int runInNetwork(int argc, char **argv, void (*enter)())
{
    try {
        enter();
    } catch (const std::exception &error) {
        std::cerr << error.what() << '\n';
        return 1;
    }
    const Application application(argc, argv);
    Test test;
    return QTest::qExec(&test, argc, argv);
}

} // namespace sockyard::test
