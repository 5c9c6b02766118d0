/*
 * bcryptprimitives.dll for a wine that has none, such as 8.0 of Debian 12, while
 * Go asks it for random bytes as soon as a program starts. Windows has its own;
 * only packaging/wine.sh builds this one, and puts it where wine looks.
 */
#include <windows.h>
#include <ntsecapi.h>

__declspec(dllexport) BOOL WINAPI ProcessPrng(PBYTE data, SIZE_T length)
{
    while (length > 0) {
        ULONG part = length > MAXLONG ? MAXLONG : (ULONG)length;
        if (!RtlGenRandom(data, part)) return FALSE;
        data += part;
        length -= part;
    }
    return TRUE;
}
