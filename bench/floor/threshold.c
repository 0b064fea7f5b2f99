/*
 * Threshold (Granovetter 1978; Watts 2002), one threshold for all.
 *   threshold INPUT REPEATS frontier   asks only the neighbours of who has just begun: src/baselines/threshold.ts
 *   threshold INPUT REPEATS sweep      asks every node in every round
 */
#include "report.h"
#include "input.h"
#include <math.h>

#define NEVER 0xffffffffu
#define UNASKED NEVER

typedef struct {
  Bonds bonds;
  Seeds seeds;
  double threshold;
  /** by node: round in which it began */
  uint32_t *when;
  /** those that began, in this order */
  uint32_t *order;
  uint32_t size;
  /** by node: how many more neighbours it waits for */
  uint32_t *waits;
} Model;

static void begin(Model *m, uint32_t node, uint32_t round) {
  m->when[node] = round;
  m->order[m->size++] = node;
}

static void clear(Model *m) {
  memset(m->when, 0xff, m->bonds.nodes * sizeof *m->when);
  m->size = 0;
}

/** The least count of neighbours whose share reaches the threshold. */
static uint32_t wanted(double threshold, uint32_t degree) {
  if (threshold > 1 || degree == 0) return degree + 1;
  uint32_t count = (uint32_t)ceil(threshold * degree);
  while (count > 1 && (double)(count - 1) / degree >= threshold) count--;
  while ((double)count / degree < threshold) count++;
  return count;
}

static void frontier(void *with) {
  Model *m = with;
  const uint32_t *starts = m->bonds.starts;
  const uint32_t *targets = m->bonds.targets;
  clear(m);
  memset(m->waits, 0xff, m->bonds.nodes * sizeof *m->waits);
  for (size_t k = 0; k < m->seeds.count; k++) {
    m->waits[m->seeds.nodes[k]] = 0;
    begin(m, m->seeds.nodes[k], 0);
  }
  for (uint32_t next = 0; next < m->size; next++) {
    uint32_t node = m->order[next];
    uint32_t round = m->when[node] + 1;
    for (uint32_t k = starts[node]; k < starts[node + 1]; k++) {
      uint32_t other = targets[k];
      uint32_t waits = m->waits[other];
      if (waits == 0) continue;
      if (waits == UNASKED) waits = wanted(m->threshold, starts[other + 1] - starts[other]);
      m->waits[other] = --waits;
      if (waits == 0) begin(m, other, round);
    }
  }
}

static void sweep(void *with) {
  Model *m = with;
  const uint32_t *starts = m->bonds.starts;
  const uint32_t *targets = m->bonds.targets;
  clear(m);
  for (size_t k = 0; k < m->seeds.count; k++) begin(m, m->seeds.nodes[k], 0);
  uint32_t before = 0;
  for (uint32_t round = 1; before < m->size; round++) {
    before = m->size;
    for (uint32_t node = 0; node < m->bonds.nodes; node++) {
      uint32_t degree = starts[node + 1] - starts[node];
      if (m->when[node] != NEVER || degree == 0) continue;
      uint32_t count = 0;
      for (uint32_t k = starts[node]; k < starts[node + 1]; k++) count += m->when[targets[k]] < round;
      if ((double)count / degree >= m->threshold) begin(m, node, round);
    }
  }
}

int main(int count, char **given) {
  if (count != 4) fail("usage: threshold INPUT REPEATS", "frontier|sweep");
  Input input = open_input(given[1]);
  Model m = {.bonds = read_bonds(&input)};
  m.seeds = read_seeds(&input);
  m.threshold = parameter(&input, "threshold");
  m.when = room(m.bonds.nodes, sizeof *m.when);
  m.order = room(m.bonds.nodes, sizeof *m.order);
  m.waits = room(m.bonds.nodes, sizeof *m.waits);
  int repeats = atoi(given[2]);
  double *times = repeated(strcmp(given[3], "sweep") == 0 ? sweep : frontier, &m, repeats);
  uint32_t rounds = m.when[m.order[m.size - 1]] + 1;
  uint64_t *counts = room(rounds, sizeof *counts);
  for (uint32_t k = 0; k < m.size; k++) counts[m.when[m.order[k]]]++;
  printf("{");
  print_counts("counts", counts, rounds);
  printf(", ");
  print_numbers("milliseconds", times, (size_t)repeats);
  printf("}\n");
}
