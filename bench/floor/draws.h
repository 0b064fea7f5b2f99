/*
 * Draws by address, as src/random.ts throws them: Philox4x32-10, Salmon, Moraes, Dror & Shaw (2011), "Parallel random numbers: as easy
 * as 1, 2, 3". A draw is a function of key, address, run and occurrence.
 */
#ifndef DRAWS_H
#define DRAWS_H
#include "input.h"

typedef struct {
  uint32_t key0;
  uint32_t key1;
} Key;

static inline void philox(uint32_t c[4], Key key) {
  for (int round = 0; round < 10; round++) {
    uint64_t one = 0xD2511F53ull * c[0];
    uint64_t other = 0xCD9E8D57ull * c[2];
    c[0] = (uint32_t)(other >> 32) ^ c[1] ^ key.key0;
    c[1] = (uint32_t)other;
    c[2] = (uint32_t)(one >> 32) ^ c[3] ^ key.key1;
    c[3] = (uint32_t)one;
    key.key0 += 0x9E3779B9u;
    key.key1 += 0xBB67AE85u;
  }
}

/** A multiple of 2^-53 in [0, 1). */
static inline double uniform(Key key, uint32_t hi, uint32_t lo, uint32_t run, uint32_t occurrence) {
  uint32_t words[4] = {lo, hi, run, occurrence};
  philox(words, key);
  return ((double)(words[0] >> 5) * 67108864.0 + (double)(words[1] >> 6)) * 0x1p-53;
}

/** High and low word of the address of each draw. */
typedef struct {
  uint32_t *hi;
  uint32_t *lo;
} Addresses;

static Addresses read_addresses(Input *input, size_t count) {
  Addresses at = {room(count, sizeof *at.hi), room(count, sizeof *at.lo)};
  for (size_t k = 0; k < count; k++) {
    at.hi[k] = whole(input);
    at.lo[k] = whole(input);
  }
  return at;
}

/** A file of draws: the key, and where the draws of nodes and of directed pairs are. */
typedef struct {
  Key key;
  size_t nodes;
  Addresses node;
  size_t bonds;
  Addresses bond;
} Draws;

static Draws read_draws(const char *path) {
  Input input = open_input(path);
  Draws draws;
  draws.key.key0 = whole(&input);
  draws.key.key1 = whole(&input);
  draws.nodes = whole(&input);
  draws.bonds = whole(&input);
  draws.node = read_addresses(&input, draws.nodes);
  draws.bond = read_addresses(&input, draws.bonds);
  free(input.text);
  return draws;
}

#endif
