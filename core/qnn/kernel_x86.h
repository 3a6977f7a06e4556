/* kernel_x86.h - kernels of instruction sets that not every x86 processor has, in files that are
 * compiled without -m options: what stands between HWR_TARGET_BEGIN("avx2") and HWR_TARGET_END
 * may use AVX2, as if each function had __attribute__((target("avx2"))).
 */
#define HWR_PRAGMA(text) _Pragma(#text)
#ifdef __clang__
#define HWR_TARGET_BEGIN(isa)                                                                      \
    HWR_PRAGMA(clang attribute push(__attribute__((target(isa))), apply_to = function))
#define HWR_TARGET_END _Pragma("clang attribute pop")
#else
#define HWR_TARGET_BEGIN(isa) _Pragma("GCC push_options") HWR_PRAGMA(GCC target(isa))
#define HWR_TARGET_END _Pragma("GCC pop_options")
#endif
