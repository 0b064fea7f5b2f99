/* Doing the work again and again with the time taken, and one line of JSON about it. */
#ifndef REPORT_H
#define REPORT_H
#define _POSIX_C_SOURCE 199309L
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

static double milliseconds(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return 1e3 * (double)now.tv_sec + 1e-6 * (double)now.tv_nsec;
}

/** Once to warm up, and then so many times. @returns how long each took */
static double *repeated(void (*work)(void *), void *with, int repeats) {
  double *times = calloc((size_t)repeats + 1, sizeof *times);
  work(with);
  for (int k = 0; k < repeats; k++) {
    double start = milliseconds();
    work(with);
    times[k] = milliseconds() - start;
  }
  return times;
}

static void print_numbers(const char *name, const double *values, size_t count) {
  printf("\"%s\": [", name);
  for (size_t k = 0; k < count; k++) printf(k == 0 ? "%.17g" : ", %.17g", values[k]);
  printf("]");
}

static void print_counts(const char *name, const uint64_t *values, size_t count) {
  printf("\"%s\": [", name);
  for (size_t k = 0; k < count; k++) printf(k == 0 ? "%llu" : ", %llu", (unsigned long long)values[k]);
  printf("]");
}

#endif
