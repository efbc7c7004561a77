/*
 * sha1: the checksum that git writes at the end of its index.
 *
 * Not for anything that must withstand an attack: objects are named by
 * libgit2, which looks for collisions.
 */
#ifndef REF_SHA1_H
#define REF_SHA1_H

#include <stddef.h>

#define SHA1_LEN 20

void sha1(unsigned char out[SHA1_LEN], const void *data, size_t n);

#endif
