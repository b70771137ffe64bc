#include "native.h"

/**
 * One AdamW update (Loshchilov & Hutter 2019) in place: `rate` is the learning rate over the first
 * moment's correction, `root_scale` one over the root of the second's, `decay` what is left of a parameter.
 * `rest`s are 1 - beta: subtracted here, 0.001 would be off by 5e-5 of itself.
 */
EXPORT(adam_w)
void adam_w(float *parameter, const float *gradient, float *m, float *v, int count, float beta1, float rest1,
            float beta2, float rest2, float rate, float root_scale, float epsilon, float decay) {
  const f32x4 keep1 = splat(beta1), take1 = splat(rest1), keep2 = splat(beta2), take2 = splat(rest2);
  for (int i = 0; i < count; i += 4) {
    const int some = min(4, count - i);
    const int whole = some == 4;
    f32x4 g = whole ? load(gradient + i) : load_some(gradient + i, some);
    f32x4 first = whole ? load(m + i) : load_some(m + i, some);
    f32x4 second = whole ? load(v + i) : load_some(v + i, some);
    f32x4 p = whole ? load(parameter + i) : load_some(parameter + i, some);
    first = fma(first, keep1, mul(g, take1));
    second = fma(second, keep2, mul(mul(g, g), take2));
    f32x4 scale = fma(wasm_f32x4_sqrt(second), splat(root_scale), splat(epsilon));
    p = sub(mul(p, splat(decay)), wasm_f32x4_div(mul(first, splat(rate)), scale));
    if (whole) {
      store(parameter + i, p);
      store(m + i, first);
      store(v + i, second);
    } else {
      store_some(parameter + i, p, some);
      store_some(m + i, first, some);
      store_some(v + i, second, some);
    }
  }
}
