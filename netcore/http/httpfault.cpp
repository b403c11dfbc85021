#include "netcore/http/httpfault.h"

namespace sockyard
{

int httpStatusOf(HttpFault fault)
{
    switch (fault) {
    case HttpFault::None:
        return 0;
    case HttpFault::OtherVersion:
        return 505;
    case HttpFault::RequestLineTooLong:
        return 414;
    case HttpFault::FieldTooLong:
    case HttpFault::FieldsTooLong:
    case HttpFault::TooManyFields:
        return 431;
    case HttpFault::OtherTransferEncoding:
        return 501;
    case HttpFault::OtherExpectation:
        return 417;
    default:
        return 400;
    }
}

} // namespace sockyard
