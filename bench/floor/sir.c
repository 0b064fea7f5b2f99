/*
 * SIR, day by day, as src/baselines/sir.ts: the day on which a try would first succeed is one draw.
 *   sir INPUT REPEATS DRAWS
 */
#include "report.h"
#include "draws.h"
#include "exactly.h"
#include "input.h"

#define NEVER 0xffffffffu

typedef struct {
  Bonds bonds;
  Seeds seeds;
  /** log(1 - chance) of a try and of an end to trying */
  double per_try;
  double per_day;
  uint32_t days;
  uint32_t runs;
  Draws draws;
  /** by node: day on which it was infected */
  uint32_t *when;
  /** by day: its last note plus 1, 0: none; by note: the node, and the note before it on the same day plus 1 */
  uint32_t *heads;
  uint32_t *nodes;
  uint32_t *before;
  /** by run */
  uint64_t *sizes;
  uint64_t *day_sums;
} Model;

/** Tries up to and with the first success. */
static inline double tries(double u, double log_failure) { return 1 + floor(exactly_log(1 - u) / log_failure); }

static void run_once(Model *m, uint32_t run) {
  const uint32_t *starts = m->bonds.starts;
  const uint32_t *targets = m->bonds.targets;
  const Addresses node_at = m->draws.node;
  const Addresses bond_at = m->draws.bond;
  uint32_t *when = m->when;
  uint32_t notes = 0;
  uint32_t left = 0;
  uint64_t size = 0;
  uint64_t sum = 0;
  memset(when, 0xff, m->bonds.nodes * sizeof *when);
  memset(m->heads, 0, m->days * sizeof *m->heads);
#define NOTE(day, node) (m->nodes[notes] = (node), m->before[notes] = m->heads[day], m->heads[day] = ++notes, left++)
  for (size_t k = 0; k < m->seeds.count; k++) {
    when[m->seeds.nodes[k]] = 0;
    NOTE(0, m->seeds.nodes[k]);
  }
  for (uint32_t day = 0; left > 0; day++) {
    while (m->heads[day] > 0) {
      uint32_t note = m->heads[day] - 1;
      uint32_t node = m->nodes[note];
      m->heads[day] = m->before[note];
      left--;
      if (when[node] != day) continue;
      size++;
      sum += day;
      double period = tries(uniform(m->draws.key, node_at.hi[node], node_at.lo[node], run, 0), m->per_day);
      double open = 1 - exactly_exp(period * m->per_try);
      for (uint32_t k = starts[node]; k < starts[node + 1]; k++) {
        uint32_t other = targets[k];
        if (when[other] <= day + 1) continue;
        double u = uniform(m->draws.key, bond_at.hi[k], bond_at.lo[k], run, 0);
        if (u >= open) continue;
        double delay = tries(u, m->per_try);
        uint32_t then = day + (uint32_t)(delay < period ? delay : period);
        if (then >= when[other] || then >= m->days) continue;
        when[other] = then;
        NOTE(then, other);
      }
    }
  }
  m->sizes[run] = size;
  m->day_sums[run] = sum;
}

static void work(void *with) {
  Model *m = with;
  for (uint32_t run = 0; run < m->runs; run++) run_once(m, run);
}

int main(int count, char **given) {
  if (count != 4) fail("usage: sir INPUT REPEATS", "DRAWS");
  Input input = open_input(given[1]);
  Model m = {.bonds = read_bonds(&input), .draws = read_draws(given[3])};
  m.seeds = read_seeds(&input);
  m.per_try = exactly_log(1 - parameter(&input, "transmission"));
  m.per_day = exactly_log(1 - parameter(&input, "recovery"));
  m.days = (uint32_t)parameter(&input, "days");
  m.runs = (uint32_t)parameter(&input, "runs");
  m.when = room(m.bonds.nodes, sizeof *m.when);
  m.heads = room(m.days, sizeof *m.heads);
  // a node is noted once for each neighbour at most, and once as a seed
  size_t most = m.bonds.starts[m.bonds.nodes] + m.seeds.count;
  m.nodes = room(most, sizeof *m.nodes);
  m.before = room(most, sizeof *m.before);
  m.sizes = room(m.runs, sizeof *m.sizes);
  m.day_sums = room(m.runs, sizeof *m.day_sums);
  int repeats = atoi(given[2]);
  double *times = repeated(work, &m, repeats);
  printf("{");
  print_counts("counts", m.sizes, m.runs);
  printf(", ");
  print_counts("days", m.day_sums, m.runs);
  printf(", ");
  print_numbers("milliseconds", times, (size_t)repeats);
  printf("}\n");
}
