/*
 * banned: calls that this project does not make, turned into compile errors.
 *
 * Include it last in every .c: poisoned names may still stand in the headers
 * that come before.  Instead: slices and bufs for str*, slice_int for ato* and
 * strto*, date.h for calendars, posix_spawn for system and popen.
 */
#ifndef REF_BANNED_H
#define REF_BANNED_H

/* Fortified headers make some of them macros. */
#undef sprintf
#undef vsprintf
#undef strncpy
#undef alloca

#pragma GCC poison strcpy strcat strncpy strncat stpcpy sprintf vsprintf gets
#pragma GCC poison strtok strtok_r atoi atol atoll atof
#pragma GCC poison strtol strtoul strtoll strtoull
#pragma GCC poison gmtime localtime asctime ctime strftime mktime
#pragma GCC poison system popen tmpnam tempnam mktemp alloca

#endif
