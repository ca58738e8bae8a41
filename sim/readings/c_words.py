"""The fixed parts of the C code of a step: vectors of members, calls of numpy's loops, the entry points."""

from __future__ import annotations

HEAD = """#include <math.h>
#include <stdint.h>
#include <string.h>
typedef void (*loop)(char **, const intptr_t *, const intptr_t *, void *);
typedef struct { loop exp, log, power; void *exp_data, *log_data, *power_data; } words;
typedef double vec __attribute__((vector_size(32), aligned(8), may_alias));
typedef int64_t mask __attribute__((vector_size(32), aligned(8), may_alias));
#define LANES for (long m = 0; m < n / 4; m++)
#define ALL(x) ((vec){x, x, x, x})
static inline vec pick(mask c, vec yes, vec no) { return (vec)((c & (mask)yes) | (~c & (mask)no)); }
static inline vec least(vec a, vec b) { return pick((a < b) | (a != a), a, b); }
static inline vec most(vec a, vec b) { return pick((a > b) | (a != a), a, b); }
static inline vec root(vec a) { for (int i = 0; i < 4; i++) a[i] = sqrt(a[i]); return a; }
static void call(loop f, void *data, const double *x, double *out, long size) {
    char *args[2] = {(char *)x, (char *)out};
    const intptr_t dims[1] = {size}, steps[2] = {8, 8};
    f(args, dims, steps, data);
}
static void call2(loop f, void *data, const double *x, const double *y, double *out, long n, long wide) {
    char *args[3] = {(char *)x, (char *)y, (char *)out};
    const intptr_t dims[1] = {n}, steps[3] = {8, wide ? 8 : 0, 8};
    f(args, dims, steps, data);
}
"""
TAIL = """
typedef struct { const double *numbers; long row, rows, wide; } series;
void drive(double *A, long n, const series *all, int count, long step) {
    for (int k = 0; k < count; k++) {
        const series *s = all + k;
        const double *now = s->numbers + step * s->rows * s->wide;
        double *to = A + s->row * n;
        if (s->wide > 1) memcpy(to, now, sizeof(double) * s->rows * n);
        else for (long i = 0; i < s->rows; i++) for (long m = 0; m < n; m++) to[i * n + m] = now[i];
    }
}
void once(double *A, long n, const words *w, const char *wide) {
%(once)s}
int step(double *A, long n, const words *w, const char *wide) {
%(step)s    mask bad = {0, 0, 0, 0};
    const vec *net = (const vec *)(A + %(net)dL * n);
    for (long i = 0; i < %(stocks)dL * (n / 4); i++) bad |= net[i] - net[i] != ALL(0.0);
    return (bad[0] | bad[1] | bad[2] | bad[3]) != 0;
}
void move(double *A, long n, double dt) {
    vec *level = (vec *)(A + %(level)dL * n);
    const vec *net = (const vec *)(A + %(net)dL * n);
    for (long i = 0; i < %(stocks)dL * (n / 4); i++) level[i] += net[i] * ALL(dt);
}
"""
LANES = 4
"""Members in one vector of the C code; a block holds a multiple of them."""
