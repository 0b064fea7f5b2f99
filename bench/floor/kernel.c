/*
 * Trust, the choice to tell and evidence: what src/mechanisms/sharing.ts, discretion.ts (keeping) and reciprocity.ts do in a day on
 * which nothing else happens, with the same operations in the same order, so that every double comes out the same. To be compiled
 * with -ffp-contract=off. What never changes here is left out: rungs, agreements that begin or end, damaged sources.
 *   kernel INPUT REPEATS
 */
#include "report.h"
#include "exactly.h"
#include "input.h"

#define LN2 0.6931471805599453

enum { WITHHELD, TEAR_LINE, FULL };

typedef struct {
  uint32_t pairs, members, audiences, streams, routes, items, lucks, lead, days;
  /** of the choice: src/choice.ts */
  double precision, harm, id_full, id_tear, tear_line_value, tear_line_cost, silence_cost;
  double half_life, exchange_half_life, tear_line_credit, reciprocity, reciprocity_cap;
  /** by pair; prior is strength x base */
  double *strength, *prior, *veracity, *credit;
  /** by pair: its row among those of beliefs, of which there is one for each kind of prior while nothing is held against anybody */
  uint32_t *at, kinds;
  uint32_t *reverse;
  /** by membership, into the audiences */
  uint32_t *audience_start, *audience_pair, *audience_member;
  double *worth, *price, *expected;
  uint32_t *route_start, *route_member;
  /** the tape */
  uint32_t *day_start, *stream;
  double *sensitivity, *value, *luck;
} World;

/** What is believed before any evidence, and what is held against a partner: half a line of the cache. */
typedef struct {
  double strength, prior, broken, scar;
} Belief;

typedef struct {
  const World *world;
  int32_t day;
  Belief *beliefs;
  /** by pair: evidence divided by lambda^day; by membership: average value received, in the same way */
  double *kept, *received;
  double age, received_age;
  /** by membership: risk and stake as of `version` */
  uint32_t version;
  uint32_t *weighed;
  double *risk, *stake;
  /** one entry for each item and recipient, at the best grade given */
  uint32_t offers;
  uint32_t *item, *pair, *member;
  uint8_t *grade, *copies;
  /** by pair: its latest entry, or -1 */
  int32_t *latest;
  /** by day from the first of the lead on: the first of its offers */
  uint32_t *offer_start;
} State;

static inline double trust(const State *s, uint32_t pair) {
  const World *w = s->world;
  const Belief *belief = &s->beliefs[w->at[pair]];
  double kept = s->kept[pair] * s->age;
  return (kept + belief->prior) / (kept + belief->broken * s->age + belief->scar + belief->strength);
}

/** Risk and stake of a membership as they are today. */
static void weigh(State *s, uint32_t m) {
  const World *w = s->world;
  double keeps = 1;
  for (uint32_t a = w->audience_start[m]; a < w->audience_start[m + 1]; a++) keeps *= trust(s, w->audience_pair[a]);
  double worth = w->worth[m];
  if (w->expected[m] > 0) {
    double ratio = s->received[m] * s->received_age / w->expected[m];
    if (ratio > w->reciprocity_cap) ratio = w->reciprocity_cap;
    worth *= 1 - w->reciprocity + w->reciprocity * ratio;
  }
  s->risk[m] = 1 - keeps;
  s->stake[m] = worth + w->price[m];
  s->weighed[m] = s->version;
}

#define FINENESS 16
#define REACH 40

/** exp(-k / FINENESS): bounds by which most choices are plain without an exponential. */
static double steps[FINENESS * REACH + 1];

static inline double exp_at_most(double x) {
  double place = -x * FINENESS;
  return steps[place < FINENESS * REACH ? (int)place : FINENESS * REACH];
}

/** Logit choice among silence, a tear-line and the item in full (McKelvey & Palfrey 1995). */
static inline int decide(const World *w, double u, double stake, double exposure) {
  double tear = w->precision * ((w->tear_line_value + w->silence_cost) * stake - exposure * w->harm * w->id_tear -
                                w->tear_line_cost);
  double full = w->precision * ((1 + w->silence_cost) * stake - exposure * w->harm * w->id_full);
  if (full > tear && full > 0) {
    double others = exp_at_most(tear - full) + exp_at_most(-full);
    if (u * (others + 1) >= others * (1 + 1e-12)) return FULL;
  }
  double top = fmax(0, fmax(tear, full));
  double hold = exactly_exp(-top);
  double not_full = hold + exactly_exp(tear - top);
  double place = u * (not_full + exactly_exp(full - top));
  if (place < hold) return WITHHELD;
  return place < not_full ? TEAR_LINE : FULL;
}

/** Of several versions of an item each recipient keeps the best, and of equals the first. */
static void offer(State *s, int32_t first, uint32_t item, uint8_t grade, uint32_t m) {
  const World *w = s->world;
  for (uint32_t a = w->audience_start[m]; a < w->audience_start[m + 1]; a++) {
    uint32_t pair = w->audience_pair[a];
    int32_t before = s->latest[pair];
    if (before >= first) {
      if (grade != WITHHELD && s->grade[before] != WITHHELD) s->copies[before]++;
      if (grade <= s->grade[before]) continue;
      s->grade[before] = grade;
      s->member[before] = w->audience_member[a];
    } else {
      uint32_t next = s->offers++;
      s->item[next] = item;
      s->pair[next] = pair;
      s->grade[next] = grade;
      s->member[next] = w->audience_member[a];
      s->copies[next] = 0;
      s->latest[pair] = (int32_t)next;
    }
  }
}

static size_t share(State *s, size_t luck) {
  const World *w = s->world;
  uint32_t day = (uint32_t)(s->day + (int32_t)w->lead);
  for (uint32_t item = w->day_start[day]; item < w->day_start[day + 1]; item++) {
    uint32_t stream = w->stream[item];
    int32_t first = (int32_t)s->offers;
    for (uint32_t r = w->route_start[stream]; r < w->route_start[stream + 1]; r++) {
      uint32_t m = w->route_member[r];
      if (s->weighed[m] != s->version) weigh(s, m);
      int grade = decide(w, w->luck[luck++], s->stake[m], s->risk[m] * w->sensitivity[item]);
      offer(s, first, item, (uint8_t)grade, m);
    }
  }
  return luck;
}

/** Secrets whose shelf life ends today have been kept. */
static void keep(State *s) {
  const World *w = s->world;
  // they were shared `lead` days ago, and the first of the lead is day 0 here
  double in_full = 1 / s->age;
  double as_tear_line = w->tear_line_credit / s->age;
  for (uint32_t k = s->offer_start[s->day]; k < s->offer_start[s->day + 1]; k++) {
    if (s->grade[k] < TEAR_LINE) continue;
    s->kept[s->pair[k]] += w->credit[s->pair[k]] * (s->grade[k] == FULL ? in_full : as_tear_line);
  }
  s->version++;
}

static void reciprocate(State *s) {
  const World *w = s->world;
  double kept = exactly_exp(-LN2 / w->exchange_half_life);
  double scale = (1 - kept) / (s->received_age * kept);
  for (uint32_t k = s->offer_start[s->day + (int32_t)w->lead]; k < s->offers; k++) {
    if (s->grade[k] == WITHHELD) continue;
    double value = w->value[s->item[k]];
    double worth = s->grade[k] == FULL ? value : value * w->tear_line_value;
    s->received[s->member[k]] += scale * worth * w->veracity[w->reverse[s->pair[k]]];
  }
  s->received_age *= kept;
  s->version++;
}

static void play(void *with) {
  State *s = with;
  const World *w = s->world;
  memcpy(s->kept, w->strength, w->pairs * sizeof *s->kept);
  memcpy(s->received, w->expected, w->members * sizeof *s->received);
  memset(s->weighed, 0, w->members * sizeof *s->weighed);
  memset(s->latest, 0xff, w->pairs * sizeof *s->latest);
  s->version = 1;
  s->offers = 0;
  size_t luck = 0;
  for (s->day = -(int32_t)w->lead; s->day < (int32_t)w->days; s->day++) {
    s->version++;
    s->age = s->day <= 0 ? 1 : exactly_exp(-LN2 * s->day / w->half_life);
    s->received_age = s->day <= 0 ? 1 : exactly_exp(-LN2 * s->day / w->exchange_half_life);
    s->offer_start[s->day + (int32_t)w->lead] = s->offers;
    if (s->day >= 0) keep(s);
    luck = share(s, luck);
    if (s->day >= 0) reciprocate(s);
    s->offer_start[s->day + (int32_t)w->lead + 1] = s->offers;
  }
}

/** Pairs with the same strength and prior share a row. */
static void lay_kinds(World *w) {
  uint32_t *first = room(w->pairs, sizeof *first);
  w->at = room(w->pairs, sizeof *w->at);
  w->kinds = 0;
  for (uint32_t pair = 0; pair < w->pairs; pair++) {
    uint32_t kind = 0;
    while (kind < w->kinds &&
           (w->strength[first[kind]] != w->strength[pair] || w->prior[first[kind]] != w->prior[pair]))
      kind++;
    if (kind == w->kinds) first[w->kinds++] = pair;
    w->at[pair] = kind;
  }
  free(first);
}

static World read_world(const char *path) {
  Input input = open_input(path);
  World w;
  uint32_t *sizes[] = {&w.pairs, &w.members, &w.audiences, &w.streams, &w.routes, &w.items, &w.lucks, &w.lead, &w.days};
  expect(&input, "sizes");
  for (size_t k = 0; k < sizeof sizes / sizeof *sizes; k++) *sizes[k] = whole(&input);
  double *terms[] = {&w.precision,       &w.harm,           &w.id_full,     &w.id_tear,
                     &w.tear_line_value, &w.tear_line_cost, &w.silence_cost};
  expect(&input, "terms");
  for (size_t k = 0; k < sizeof terms / sizeof *terms; k++) *terms[k] = number(&input);
  double *pace[] = {&w.half_life, &w.exchange_half_life, &w.tear_line_credit, &w.reciprocity, &w.reciprocity_cap};
  expect(&input, "pace");
  for (size_t k = 0; k < sizeof pace / sizeof *pace; k++) *pace[k] = number(&input);
#define COLUMN(field, name, read, count) expect(&input, name), w.field = read(&input, count)
  COLUMN(strength, "strength", numbers, w.pairs);
  COLUMN(prior, "base", numbers, w.pairs);
  COLUMN(veracity, "veracityBase", numbers, w.pairs);
  COLUMN(credit, "credit", numbers, w.pairs);
  COLUMN(reverse, "reverse", wholes, w.pairs);
  COLUMN(audience_start, "audienceStart", wholes, (size_t)w.members + 1);
  COLUMN(audience_pair, "audiencePair", wholes, w.audiences);
  COLUMN(audience_member, "audienceMember", wholes, w.audiences);
  COLUMN(worth, "stake", numbers, w.members);
  COLUMN(price, "price", numbers, w.members);
  COLUMN(expected, "expected", numbers, w.members);
  COLUMN(route_start, "routeStart", wholes, (size_t)w.streams + 1);
  COLUMN(route_member, "routeMember", wholes, w.routes);
  COLUMN(day_start, "dayStart", wholes, (size_t)w.lead + w.days + 1);
  COLUMN(stream, "stream", wholes, w.items);
  COLUMN(sensitivity, "sensitivity", numbers, w.items);
  COLUMN(value, "value", numbers, w.items);
  COLUMN(luck, "luck", numbers, w.lucks);
  for (uint32_t pair = 0; pair < w.pairs; pair++) {
    w.prior[pair] = w.strength[pair] * w.prior[pair];
    // reports are believed as they rest while nobody deceives
    w.veracity[pair] = (1 + w.veracity[pair]) / 2;
  }
  free(input.text);
  lay_kinds(&w);
  return w;
}

int main(int count, char **given) {
  if (count != 3) fail("usage: kernel INPUT", "REPEATS");
  World w = read_world(given[1]);
  for (int k = 0; k <= FINENESS * REACH; k++) steps[k] = exactly_exp(-(double)k / FINENESS);
  // most offers there can be: every item to the whole audience of each of its routes
  size_t most = 0;
  for (uint32_t item = 0; item < w.items; item++)
    for (uint32_t r = w.route_start[w.stream[item]]; r < w.route_start[w.stream[item] + 1]; r++)
      most += w.audience_start[w.route_member[r] + 1] - w.audience_start[w.route_member[r]];
  State s = {.world = &w};
  s.kept = room(w.pairs, sizeof *s.kept);
  s.beliefs = room(w.kinds, sizeof *s.beliefs);
  for (uint32_t pair = 0; pair < w.pairs; pair++)
    s.beliefs[w.at[pair]] = (Belief){.strength = w.strength[pair], .prior = w.prior[pair]};
  s.received = room(w.members, sizeof *s.received);
  s.weighed = room(w.members, sizeof *s.weighed);
  s.risk = room(w.members, sizeof *s.risk);
  s.stake = room(w.members, sizeof *s.stake);
  s.item = room(most, sizeof *s.item);
  s.pair = room(most, sizeof *s.pair);
  s.member = room(most, sizeof *s.member);
  s.grade = room(most, sizeof *s.grade);
  s.copies = room(most, sizeof *s.copies);
  s.latest = room(w.pairs, sizeof *s.latest);
  s.offer_start = room((size_t)w.lead + w.days + 1, sizeof *s.offer_start);
  int repeats = atoi(given[2]);
  double *times = repeated(play, &s, repeats);
  uint64_t counts[4] = {0};
  for (uint32_t k = 0; k < s.offers; k++) {
    counts[s.grade[k]]++;
    counts[3] += s.copies[k];
  }
  // on the last day, whose age still stands
  double sum = 0;
  for (uint32_t pair = 0; pair < w.pairs; pair++) sum += trust(&s, pair);
  printf("{");
  print_counts("counts", counts, 4);
  printf(", \"trust\": %.17g, ", sum);
  print_numbers("milliseconds", times, (size_t)repeats);
  printf("}\n");
}
