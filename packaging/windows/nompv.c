/*
 * Stands in for libmpv where there is none, as mpv-1.dll, the last of the names
 * that the Go binding tries. The binding ends the program when it finds no
 * library or a function missing in it, while Kinora without a player can do all
 * the rest. Every function of libmpv leads here (see build-windows.sh), and that
 * mpv_client_api_version is 0 tells ui/player to show stills.
 */
long long nothing(void)
{
    return 0;
}
