/* What the programs of this folder are given, as bench/workloads.mjs and bench/kernel.mjs write it: text read into flat arrays. */
#ifndef INPUT_H
#define INPUT_H
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void fail(const char *what, const char *which) {
  fprintf(stderr, "%s %s\n", what, which);
  exit(1);
}

static void *room(size_t count, size_t size) {
  void *found = calloc(count == 0 ? 1 : count, size);
  if (found == NULL) fail("no memory for", "an array");
  return found;
}

/** A whole file, and how far it has been read. */
typedef struct {
  char *text;
  char *next;
} Input;

static Input open_input(const char *path) {
  FILE *file = fopen(path, "rb");
  if (file == NULL) fail("cannot read", path);
  fseek(file, 0, SEEK_END);
  long size = ftell(file);
  rewind(file);
  char *text = room((size_t)size + 1, 1);
  if (fread(text, 1, (size_t)size, file) != (size_t)size) fail("cannot read", path);
  fclose(file);
  return (Input){text, text};
}

static uint32_t whole(Input *input) { return (uint32_t)strtoul(input->next, &input->next, 10); }

/** Decimal or hexadecimal, read as the nearest double. */
static double number(Input *input) { return strtod(input->next, &input->next); }

static uint32_t *wholes(Input *input, size_t count) {
  uint32_t *read = room(count, sizeof *read);
  for (size_t k = 0; k < count; k++) read[k] = whole(input);
  return read;
}

static double *numbers(Input *input, size_t count) {
  double *read = room(count, sizeof *read);
  for (size_t k = 0; k < count; k++) read[k] = number(input);
  return read;
}

/** Steps over the name that a line of kernel.txt begins with. */
static void expect(Input *input, const char *name) {
  while (*input->next == '\n' || *input->next == ' ') input->next++;
  size_t length = strlen(name);
  if (strncmp(input->next, name, length) != 0 || input->next[length] != ' ') fail("expected the line", name);
  input->next += length;
}

/** The neighbours of node i are targets[starts[i]] ... targets[starts[i + 1] - 1], ascending. */
typedef struct {
  uint32_t nodes;
  uint32_t *starts;
  uint32_t *targets;
} Bonds;

/** Bonds come ascending, so each row fills up ascending. */
static Bonds read_bonds(Input *input) {
  uint32_t nodes = whole(input);
  uint32_t bonds = whole(input);
  uint32_t *ends = wholes(input, 2 * (size_t)bonds);
  uint32_t *starts = room((size_t)nodes + 1, sizeof *starts);
  uint32_t *targets = room(2 * (size_t)bonds, sizeof *targets);
  for (size_t k = 0; k < 2 * (size_t)bonds; k++) starts[ends[k] + 1]++;
  for (uint32_t node = 0; node < nodes; node++) starts[node + 1] += starts[node];
  uint32_t *next = room(nodes, sizeof *next);
  memcpy(next, starts, nodes * sizeof *next);
  for (size_t k = 0; k < bonds; k++) {
    uint32_t one = ends[2 * k];
    uint32_t other = ends[2 * k + 1];
    targets[next[one]++] = other;
    targets[next[other]++] = one;
  }
  free(next);
  free(ends);
  return (Bonds){nodes, starts, targets};
}

/** The numbers of the line `name value...` among those that follow; as many as `count` then says. */
static double *parameters(const Input *input, const char *name, size_t *count) {
  size_t length = strlen(name);
  for (char *line = input->next; line != NULL; line = strchr(line, '\n')) {
    while (*line == '\n') line++;
    if (strncmp(line, name, length) != 0 || line[length] != ' ') continue;
    const char *end = strchr(line, '\n');
    Input values = {line, line + length};
    double *read = room((size_t)(end - line), sizeof *read);
    for (*count = 0; values.next < end; (*count)++) read[*count] = number(&values);
    return read;
  }
  fail("no parameter", name);
  return NULL;
}

static double parameter(const Input *input, const char *name) {
  size_t count;
  return parameters(input, name, &count)[0];
}

/** Who begins. */
typedef struct {
  size_t count;
  uint32_t *nodes;
} Seeds;

static Seeds read_seeds(const Input *input) {
  Seeds seeds;
  double *read = parameters(input, "seeds", &seeds.count);
  seeds.nodes = room(seeds.count, sizeof *seeds.nodes);
  for (size_t k = 0; k < seeds.count; k++) seeds.nodes[k] = (uint32_t)read[k];
  return seeds;
}

#endif
