/*
 * exp, log and power that give the same bits everywhere: what src/math.ts has, and as there a port of the method and constants of
 * fdlibm 5.3, e_exp.c and e_log.c, whose notice is:
 *
 *   ====================================================
 *   Copyright (C) 1993 by Sun Microsystems, Inc. All rights reserved.
 *
 *   Developed at SunSoft, a Sun Microsystems, Inc. business.
 *   Permission to use, copy, modify, and distribute this
 *   software is freely granted, provided that this notice
 *   is preserved.
 *   ====================================================
 *
 * To be compiled with -ffp-contract=off: a fused multiplication and addition rounds once where JavaScript rounds twice.
 */
#ifndef EXACTLY_H
#define EXACTLY_H
#include <math.h>
#include <stdint.h>
#include <string.h>

#define LN2_HIGH 0.6931471803691238
#define LN2_LOW 1.9082149292705877e-10

/** 2^k for k from -1022 to 1023. */
static inline double power_of_two(int k) {
  uint64_t bits = (uint64_t)(k + 1023) << 52;
  double value;
  memcpy(&value, &bits, sizeof value);
  return value;
}

static inline double exactly_exp(double x) {
  int k = 0;
  double high = 0;
  double low = 0;
  double r = x;
  double size = fabs(x);
  if (size >= 0.3465735912322998) {
    if (x > 709.782712893384) return INFINITY;
    if (x < -745.1332191019411) return 0;
    k = size < 1.0397205352783203 ? (x < 0 ? -1 : 1) : (int)(1.4426950408889634 * x + (x < 0 ? -0.5 : 0.5));
    high = x - k * LN2_HIGH;
    low = k * LN2_LOW;
    r = high - low;
  } else if (size < 0x1p-28) return 1 + x;
  double z = r * r;
  double c = r - z * (0.16666666666666602 +
                      z * (-0.0027777777777015593 +
                           z * (6.613756321437934e-5 + z * (-1.6533902205465252e-6 + z * 4.1381367970572385e-8))));
  if (k == 0) return 1 - ((r * c) / (c - 2) - r);
  double y = 1 - (low - (r * c) / (2 - c) - high);
  if (k < -1021) return y * power_of_two(k + 1000) * 0x1p-1000;
  return k < 1024 ? y * power_of_two(k) : y * 2 * power_of_two(1023);
}

/** For x in (0, 1], or any other normal number above 0. */
static inline double exactly_log(double x) {
  uint64_t bits;
  memcpy(&bits, &x, sizeof bits);
  int32_t word = (int32_t)(bits >> 32);
  int exponent = (word >> 20) - 1023;
  word &= 0x000fffff;
  int upper = (word + 0x95f64) >> 20;
  int k = exponent + upper;
  double f = x * power_of_two(-exponent) * (upper == 0 ? 1 : 0.5) - 1;
  if ((0x000fffff & (2 + word)) < 3) {
    if (f == 0) return k == 0 ? 0 : k * LN2_HIGH + k * LN2_LOW;
    double R = f * f * (0.5 - 0.3333333333333333 * f);
    return k == 0 ? f - R : k * LN2_HIGH - (R - k * LN2_LOW - f);
  }
  double s = f / (2 + f);
  double z = s * s;
  double w = z * z;
  double even = w * (0.3999999999940942 + w * (0.22222198432149784 + w * 0.15313837699209373));
  double odd = z * (0.6666666666666735 +
                    w * (0.2857142874366239 + w * (0.1818357216161805 + w * 0.14798198605116586)));
  double R = odd + even;
  if (((word - 0x6147a) | (0x6b851 - word)) > 0) {
    double half = 0.5 * f * f;
    if (k == 0) return f - (half - s * (half + R));
    return k * LN2_HIGH - (half - (s * (half + R) + k * LN2_LOW) - f);
  }
  if (k == 0) return f - s * (f - R);
  return k * LN2_HIGH - (s * (f - R) - k * LN2_LOW - f);
}

#endif
