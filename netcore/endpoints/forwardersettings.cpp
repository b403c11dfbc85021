#include "netcore/endpoints/forwardersettings.h"

namespace sockyard
{

namespace
{

constexpr QLatin1StringView udp("udp:");

} // namespace

std::optional<ForwarderSettings> forwardedPlacesIn(const QString &text)
{
    // A path may have an equals sign in it.
    for (qsizetype equals = text.indexOf(u'='); equals >= 0;
         equals = text.indexOf(u'=', equals + 1)) {
        QString listen = text.left(equals);
        QString target = text.mid(equals + 1);
        const bool isUdp = listen.startsWith(udp) && target.startsWith(udp);
        if (isUdp) {
            listen.remove(0, udp.size());
            target.remove(0, udp.size());
        }
        const auto from = placeIn(listen);
        const auto to = placeIn(target);
        const bool fits =
            from && to &&
            (!isUdp || (from->transport == Transport::Tcp && to->transport == Transport::Tcp));
        if (fits) {
            return ForwarderSettings{.carries = isUdp ? ForwarderSettings::Carries::Datagrams
                                                      : ForwarderSettings::Carries::Streams,
                                     .listen = *from,
                                     .target = *to};
        }
    }
    return std::nullopt;
}

QString forwardedPlacesText(const ForwarderSettings &settings)
{
    const QString prefix =
        settings.carries == ForwarderSettings::Carries::Datagrams ? QString(udp) : QString();
    return prefix + placeText(settings.listen) + u'=' + prefix + placeText(settings.target);
}

} // namespace sockyard
