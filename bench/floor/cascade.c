/*
 * Independent cascade (Kempe, Kleinberg & Tardos 2003), as src/baselines/cascade.ts.
 *   cascade INPUT REPEATS DRAWS   with Liaison's draws, so that it agrees with it to the last node
 *   cascade INPUT REPEATS         with a cheap generator in sequence: xoshiro256+ (Blackman & Vigna 2021)
 */
#include "report.h"
#include "draws.h"
#include "input.h"

#define NEVER 0xffffffffu

typedef struct {
  Bonds bonds;
  Seeds seeds;
  double chance;
  uint32_t runs;
  bool addressed;
  Draws draws;
  /** by node: round in which it began */
  uint32_t *when;
  uint32_t *order;
  uint32_t size;
  /** by run */
  uint64_t *sizes;
} Model;

static void begin(Model *m, uint32_t node, uint32_t round) {
  m->when[node] = round;
  m->order[m->size++] = node;
}

static void seed(Model *m) {
  memset(m->when, 0xff, m->bonds.nodes * sizeof *m->when);
  m->size = 0;
  for (size_t k = 0; k < m->seeds.count; k++) begin(m, m->seeds.nodes[k], 0);
}

static void addressed(Model *m, uint32_t run) {
  const uint32_t *starts = m->bonds.starts;
  const uint32_t *targets = m->bonds.targets;
  const uint32_t *hi = m->draws.bond.hi;
  const uint32_t *lo = m->draws.bond.lo;
  seed(m);
  for (uint32_t next = 0; next < m->size; next++) {
    uint32_t node = m->order[next];
    uint32_t round = m->when[node] + 1;
    for (uint32_t k = starts[node]; k < starts[node + 1]; k++) {
      uint32_t other = targets[k];
      if (m->when[other] == NEVER && uniform(m->draws.key, hi[k], lo[k], run, 0) < m->chance)
        begin(m, other, round);
    }
  }
}

static uint64_t state[4] = {1, 2, 3, 4};

static inline double sequential(void) {
  uint64_t result = state[0] + state[3];
  uint64_t shifted = state[1] << 17;
  state[2] ^= state[0];
  state[3] ^= state[1];
  state[1] ^= state[2];
  state[0] ^= state[3];
  state[2] ^= shifted;
  state[3] = (state[3] << 45) | (state[3] >> 19);
  return (double)(result >> 11) * 0x1p-53;
}

static void in_sequence(Model *m) {
  const uint32_t *starts = m->bonds.starts;
  const uint32_t *targets = m->bonds.targets;
  seed(m);
  for (uint32_t next = 0; next < m->size; next++) {
    uint32_t node = m->order[next];
    uint32_t round = m->when[node] + 1;
    for (uint32_t k = starts[node]; k < starts[node + 1]; k++) {
      uint32_t other = targets[k];
      if (m->when[other] == NEVER && sequential() < m->chance) begin(m, other, round);
    }
  }
}

static void work(void *with) {
  Model *m = with;
  for (uint32_t run = 0; run < m->runs; run++) {
    if (m->addressed) addressed(m, run);
    else in_sequence(m);
    m->sizes[run] = m->size;
  }
}

int main(int count, char **given) {
  if (count < 3) fail("usage: cascade INPUT REPEATS", "[DRAWS]");
  Input input = open_input(given[1]);
  Model m = {.bonds = read_bonds(&input), .addressed = count > 3};
  m.seeds = read_seeds(&input);
  m.chance = parameter(&input, "chance");
  m.runs = (uint32_t)parameter(&input, "runs");
  if (m.addressed) m.draws = read_draws(given[3]);
  m.when = room(m.bonds.nodes, sizeof *m.when);
  m.order = room(m.bonds.nodes, sizeof *m.order);
  m.sizes = room(m.runs, sizeof *m.sizes);
  int repeats = atoi(given[2]);
  double *times = repeated(work, &m, repeats);
  printf("{");
  print_counts("counts", m.sizes, m.runs);
  printf(", ");
  print_numbers("milliseconds", times, (size_t)repeats);
  printf("}\n");
}
