/*
 * Stands before libmpv's own mpv/client.h on C_INCLUDE_PATH, see ../../env.sh.
 *
 * The Go binding calls two functions that are younger than the libmpv of
 * Debian 12 (0.35, client API 2.0). They are supplied here where they are
 * missing, and only there: with a newer libmpv this file adds nothing.
 *
 * A directory on C_INCLUDE_PATH leaves the flags of all other packages alone,
 * and with them their places in Go's build cache.
 */
#include_next <mpv/client.h>

#ifndef KINORA_MPV_CLIENT_H
#define KINORA_MPV_CLIENT_H

#if MPV_CLIENT_API_VERSION < MPV_MAKE_VERSION(2, 1)
static inline int mpv_del_property(mpv_handle *ctx, const char *name)
{
    const char *command[] = {"del", name, 0};
    return mpv_command(ctx, command);
}
#endif

#if MPV_CLIENT_API_VERSION < MPV_MAKE_VERSION(2, 2)
static inline int64_t mpv_get_time_ns(mpv_handle *ctx)
{
    return mpv_get_time_us(ctx) * 1000;
}
#endif

#endif
