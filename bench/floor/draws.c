/*
 * What a draw costs: adds up the uniforms of every directed pair in runs 0, 1, 2, …, one after another.
 *   draws DRAWS REPEATS RUNS
 */
#include "report.h"
#include "draws.h"
#include "input.h"

typedef struct {
  Draws draws;
  uint32_t count;
  uint32_t runs;
  double sum;
} Work;

static void add_up(void *with) {
  Work *work = with;
  const Addresses at = work->draws.bond;
  work->sum = 0;
  for (uint32_t run = 0; run < work->runs; run++)
    for (uint32_t k = 0; k < work->count; k++) work->sum += uniform(work->draws.key, at.hi[k], at.lo[k], run, 0);
}

int main(int count, char **given) {
  if (count != 4) fail("usage: draws DRAWS REPEATS", "RUNS");
  Work work = {.draws = read_draws(given[1]), .runs = (uint32_t)atoi(given[3])};
  work.count = (uint32_t)work.draws.bonds;
  int repeats = atoi(given[2]);
  double *times = repeated(add_up, &work, repeats);
  printf("{");
  print_numbers("counts", &work.sum, 1);
  printf(", ");
  print_numbers("milliseconds", times, (size_t)repeats);
  printf("}\n");
}
