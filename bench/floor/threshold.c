/*
 * Threshold (Granovetter 1978; Watts 2002), one threshold for all.
 *   threshold INPUT REPEATS frontier   asks only the neighbours of who has just begun: src/baselines/threshold.ts
 *   threshold INPUT REPEATS sweep      asks every node in every round
 */
#include "report.h"
#include "input.h"
#include <math.h>

#define NEVER 0xffffffffu
/** what those wait for that have begun: more than they could ever count down */
#define BEGAN 0x40000000u

typedef struct {
  Bonds bonds;
  Seeds seeds;
  double threshold;
  /** by node: round in which it began */
  uint32_t *when;
  /** those that began, in this order, and room for one who does not */
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
  uint32_t *waits = m->waits;
  uint32_t *order = m->order;
  clear(m);
  for (uint32_t node = 0; node < m->bonds.nodes; node++)
    waits[node] = wanted(m->threshold, starts[node + 1] - starts[node]);
  for (size_t k = 0; k < m->seeds.count; k++) {
    waits[m->seeds.nodes[k]] = BEGAN;
    begin(m, m->seeds.nodes[k], 0);
  }
  uint32_t next = 0;
  for (uint32_t round = 1; next < m->size; round++) {
    uint32_t end = m->size;
    uint32_t size = end;
    for (; next < end; next++) {
      uint32_t node = order[next];
      for (uint32_t k = starts[node]; k < starts[node + 1]; k++) {
        uint32_t other = targets[k];
        uint32_t left = waits[other] - 1;
        waits[other] = left;
        order[size] = other;
        size += left == 0;
      }
    }
    for (uint32_t place = end; place < size; place++) m->when[order[place]] = round;
    m->size = size;
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
  m.order = room((size_t)m.bonds.nodes + 1, sizeof *m.order);
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
