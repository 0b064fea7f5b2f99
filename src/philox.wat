;; Philox4x32-10 (Salmon, Moraes, Dror & Shaw 2011, doi:10.1145/2063384.2063405), as the reference in philox.ts has it: WebAssembly
;; multiplies two words into one of twice their length, which JavaScript can only do in halves. `npm run assemble` makes
;; philox-code.ts of this.
(module
  ;; The four words of counter c0..c3 under key k0, k1, as two uniforms in units of 2^-53: 27 bits of one word above 26 of the next.
  (func $uniforms
    (param $c0 i32) (param $c1 i32) (param $c2 i32) (param $c3 i32) (param $k0 i32) (param $k1 i32)
    (result i64 i64)
    (local $round i32) (local $a i64) (local $b i64)
    (loop $again
      (local.set $a (i64.mul (i64.extend_i32_u (local.get $c0)) (i64.const 0xd2511f53)))
      (local.set $b (i64.mul (i64.extend_i32_u (local.get $c2)) (i64.const 0xcd9e8d57)))
      (local.set $c0
        (i32.xor (i32.wrap_i64 (i64.shr_u (local.get $b) (i64.const 32))) (i32.xor (local.get $c1) (local.get $k0))))
      (local.set $c1 (i32.wrap_i64 (local.get $b)))
      (local.set $c2
        (i32.xor (i32.wrap_i64 (i64.shr_u (local.get $a) (i64.const 32))) (i32.xor (local.get $c3) (local.get $k1))))
      (local.set $c3 (i32.wrap_i64 (local.get $a)))
      (local.set $k0 (i32.add (local.get $k0) (i32.const 0x9e3779b9)))
      (local.set $k1 (i32.add (local.get $k1) (i32.const 0xbb67ae85)))
      (local.set $round (i32.add (local.get $round) (i32.const 1)))
      (br_if $again (i32.lt_u (local.get $round) (i32.const 10))))
    (i64.or
      (i64.shl (i64.extend_i32_u (i32.shr_u (local.get $c0) (i32.const 5))) (i64.const 26))
      (i64.extend_i32_u (i32.shr_u (local.get $c1) (i32.const 6))))
    (i64.or
      (i64.shl (i64.extend_i32_u (i32.shr_u (local.get $c2) (i32.const 5))) (i64.const 26))
      (i64.extend_i32_u (i32.shr_u (local.get $c3) (i32.const 6)))))

  (func (export "first") (param i32 i32 i32 i32 i32 i32) (result f64)
    (call $uniforms (local.get 0) (local.get 1) (local.get 2) (local.get 3) (local.get 4) (local.get 5))
    (drop)
    (f64.convert_i64_u)
    (f64.mul (f64.const 0x1p-53)))

  (func (export "second") (param i32 i32 i32 i32 i32 i32) (result f64)
    (local $second i64)
    (call $uniforms (local.get 0) (local.get 1) (local.get 2) (local.get 3) (local.get 4) (local.get 5))
    (local.set $second)
    (drop)
    (f64.mul (f64.convert_i64_u (local.get $second)) (f64.const 0x1p-53)))

  ;; Many throws at once, four side by side in the lanes of a vector: that is twice as fast again. By throw: words 0, 1 and 3 of its
  ;; counter, then its two uniforms, each in a column of 512.
  (memory (export "memory") 1)

  (func (export "take") (param $count i32) (param $c2 i32) (param $k0 i32) (param $k1 i32)
    (local $next i32) (local $round i32) (local $m0 v128) (local $m1 v128)
    (local $w0 v128) (local $w1 v128) (local $w2 v128) (local $w3 v128) (local $key0 v128) (local $key1 v128)
    (local $a v128) (local $b v128) (local $c v128) (local $d v128)
    (local.set $m0 (v128.const i32x4 0xd2511f53 0xd2511f53 0xd2511f53 0xd2511f53))
    (local.set $m1 (v128.const i32x4 0xcd9e8d57 0xcd9e8d57 0xcd9e8d57 0xcd9e8d57))
    ;; places in bytes from here on
    (local.set $count (i32.shl (local.get $count) (i32.const 2)))
    (loop $four
      (local.set $w0 (v128.load offset=0 (local.get $next)))
      (local.set $w1 (v128.load offset=2048 (local.get $next)))
      (local.set $w2 (i32x4.splat (local.get $c2)))
      (local.set $w3 (v128.load offset=4096 (local.get $next)))
      (local.set $key0 (i32x4.splat (local.get $k0)))
      (local.set $key1 (i32x4.splat (local.get $k1)))
      (local.set $round (i32.const 0))
      (loop $again
        ;; products of lanes 0 and 1, and of lanes 2 and 3; then their upper halves side by side, and their lower
        (local.set $a (i64x2.extmul_low_i32x4_u (local.get $w0) (local.get $m0)))
        (local.set $b (i64x2.extmul_high_i32x4_u (local.get $w0) (local.get $m0)))
        (local.set $c (i64x2.extmul_low_i32x4_u (local.get $w2) (local.get $m1)))
        (local.set $d (i64x2.extmul_high_i32x4_u (local.get $w2) (local.get $m1)))
        (local.set $w0
          (v128.xor
            (i8x16.shuffle 4 5 6 7 12 13 14 15 20 21 22 23 28 29 30 31 (local.get $c) (local.get $d))
            (v128.xor (local.get $w1) (local.get $key0))))
        (local.set $w1 (i8x16.shuffle 0 1 2 3 8 9 10 11 16 17 18 19 24 25 26 27 (local.get $c) (local.get $d)))
        (local.set $w2
          (v128.xor
            (i8x16.shuffle 4 5 6 7 12 13 14 15 20 21 22 23 28 29 30 31 (local.get $a) (local.get $b))
            (v128.xor (local.get $w3) (local.get $key1))))
        (local.set $w3 (i8x16.shuffle 0 1 2 3 8 9 10 11 16 17 18 19 24 25 26 27 (local.get $a) (local.get $b)))
        (local.set $key0 (i32x4.add (local.get $key0) (v128.const i32x4 0x9e3779b9 0x9e3779b9 0x9e3779b9 0x9e3779b9)))
        (local.set $key1 (i32x4.add (local.get $key1) (v128.const i32x4 0xbb67ae85 0xbb67ae85 0xbb67ae85 0xbb67ae85)))
        (local.set $round (i32.add (local.get $round) (i32.const 1)))
        (br_if $again (i32.lt_u (local.get $round) (i32.const 10))))
      (call $store (i32.add (i32.const 6144) (i32.shl (local.get $next) (i32.const 1))) (local.get $w0) (local.get $w1))
      (call $store (i32.add (i32.const 10240) (i32.shl (local.get $next) (i32.const 1))) (local.get $w2) (local.get $w3))
      (local.set $next (i32.add (local.get $next) (i32.const 16)))
      (br_if $four (i32.lt_u (local.get $next) (local.get $count)))))

  ;; Four uniforms of two words each; their parts are so small that doubles hold them and their sum.
  (func $store (param $at i32) (param $high v128) (param $low v128)
    (local $step v128) (local $place v128)
    (local.set $step (v128.const f64x2 0x1p-53 0x1p-53))
    (local.set $place (v128.const f64x2 0x1p26 0x1p26))
    (local.set $high (i32x4.shr_u (local.get $high) (i32.const 5)))
    (local.set $low (i32x4.shr_u (local.get $low) (i32.const 6)))
    (v128.store (local.get $at)
      (f64x2.mul (local.get $step)
        (f64x2.add
          (f64x2.mul (local.get $place) (f64x2.convert_low_i32x4_s (local.get $high)))
          (f64x2.convert_low_i32x4_s (local.get $low)))))
    (local.set $high (i64x2.splat (i64x2.extract_lane 1 (local.get $high))))
    (local.set $low (i64x2.splat (i64x2.extract_lane 1 (local.get $low))))
    (v128.store offset=16 (local.get $at)
      (f64x2.mul (local.get $step)
        (f64x2.add
          (f64x2.mul (local.get $place) (f64x2.convert_low_i32x4_s (local.get $high)))
          (f64x2.convert_low_i32x4_s (local.get $low)))))))
