/*
 * Averaging to rest (DeGroot 1974), as src/baselines/degroot.ts: additions in the same order, so to be compiled with -ffp-contract=off.
 *   degroot INPUT REPEATS
 */
#include "report.h"
#include "input.h"
#include <math.h>

#define MOST_ROUNDS 100000

typedef struct {
  Bonds bonds;
  double rest;
  double *initial;
  /** by place in bonds.targets: weight of a neighbour's opinion; by node: of its own */
  double *weights;
  double *own;
  /** nodes piece by piece, as piecesOf in src/bonds.ts finds them: piece p is order[pieces[p]] ... order[pieces[p + 1] - 1] */
  uint32_t *order;
  uint32_t *pieces;
  uint32_t count;
  double *last;
  double *spare;
  uint32_t rounds;
} Model;

static int ascending(const void *a, const void *b) {
  uint32_t one = *(const uint32_t *)a;
  uint32_t other = *(const uint32_t *)b;
  return (one > other) - (one < other);
}

static void find_pieces(Model *m) {
  const Bonds *bonds = &m->bonds;
  bool *met = room(bonds->nodes, sizeof *met);
  m->order = room(bonds->nodes, sizeof *m->order);
  m->pieces = room((size_t)bonds->nodes + 1, sizeof *m->pieces);
  uint32_t filled = 0;
  for (uint32_t first = 0; first < bonds->nodes; first++) {
    if (met[first]) continue;
    uint32_t next = filled;
    met[first] = true;
    m->order[filled++] = first;
    for (; next < filled; next++) {
      uint32_t node = m->order[next];
      for (uint32_t k = bonds->starts[node]; k < bonds->starts[node + 1]; k++) {
        uint32_t other = bonds->targets[k];
        if (met[other]) continue;
        met[other] = true;
        m->order[filled++] = other;
      }
    }
    m->pieces[++m->count] = filled;
  }
  free(met);
  for (uint32_t piece = 0; piece < m->count; piece++)
    qsort(m->order + m->pieces[piece], m->pieces[piece + 1] - m->pieces[piece], sizeof *m->order, ascending);
}

static uint32_t settle(const Model *m, uint32_t from, uint32_t to) {
  const uint32_t *starts = m->bonds.starts;
  const uint32_t *targets = m->bonds.targets;
  double *now = m->last;
  double *next = m->spare;
  double moved = INFINITY;
  uint32_t rounds = 0;
  for (; rounds < MOST_ROUNDS && moved > m->rest; rounds++) {
    moved = 0;
    for (uint32_t k = from; k < to; k++) {
      uint32_t node = m->order[k];
      double average = m->own[node] * now[node];
      for (uint32_t e = starts[node]; e < starts[node + 1]; e++) average += m->weights[e] * now[targets[e]];
      double move = fabs(average - now[node]);
      if (move > moved) moved = move;
      next[node] = average;
    }
    double *before = now;
    now = next;
    next = before;
  }
  if (now != m->last)
    for (uint32_t k = from; k < to; k++) m->last[m->order[k]] = now[m->order[k]];
  return rounds;
}

static void work(void *with) {
  Model *m = with;
  memcpy(m->last, m->initial, m->bonds.nodes * sizeof *m->last);
  m->rounds = 0;
  for (uint32_t piece = 0; piece < m->count; piece++) {
    uint32_t rounds = settle(m, m->pieces[piece], m->pieces[piece + 1]);
    if (rounds > m->rounds) m->rounds = rounds;
  }
}

int main(int count, char **given) {
  if (count != 3) fail("usage: degroot INPUT", "REPEATS");
  Input input = open_input(given[1]);
  Model m = {.bonds = read_bonds(&input)};
  uint32_t nodes = m.bonds.nodes;
  double self = parameter(&input, "self");
  size_t known;
  m.rest = parameter(&input, "rest");
  m.initial = parameters(&input, "initial", &known);
  m.weights = room(m.bonds.starts[nodes], sizeof *m.weights);
  m.own = room(nodes, sizeof *m.own);
  m.last = room(nodes, sizeof *m.last);
  m.spare = room(nodes, sizeof *m.spare);
  for (uint32_t node = 0; node < nodes; node++) {
    uint32_t degree = m.bonds.starts[node + 1] - m.bonds.starts[node];
    m.own[node] = degree == 0 ? 1 : self;
    for (uint32_t k = m.bonds.starts[node]; k < m.bonds.starts[node + 1]; k++) m.weights[k] = (1 - self) / degree;
  }
  find_pieces(&m);
  int repeats = atoi(given[2]);
  double *times = repeated(work, &m, repeats);
  uint64_t rounds = m.rounds;
  printf("{");
  print_counts("counts", &rounds, 1);
  printf(", ");
  print_numbers("opinions", m.last, nodes);
  printf(", ");
  print_numbers("milliseconds", times, (size_t)repeats);
  printf("}\n");
}
