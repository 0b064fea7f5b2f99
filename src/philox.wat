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
  ;; counter, then its two uniforms, and the places of throws that were found, each in a column of 512.
  (memory (export "memory") 1)

  ;; Leaves the words of each four throws where their uniforms belong: in either column the upper words of all four, then the lower.
  (func $throw (param $count i32) (param $c2 i32) (param $k0 i32) (param $k1 i32)
    (local $next i32) (local $round i32) (local $at i32) (local $m0 v128) (local $m1 v128)
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
      (local.set $at (i32.shl (local.get $next) (i32.const 1)))
      (v128.store offset=6144 (local.get $at) (local.get $w0))
      (v128.store offset=6160 (local.get $at) (local.get $w1))
      (v128.store offset=10240 (local.get $at) (local.get $w2))
      (v128.store offset=10256 (local.get $at) (local.get $w3))
      (local.set $next (i32.add (local.get $next) (i32.const 16)))
      (br_if $four (i32.lt_u (local.get $next) (local.get $count)))))

  ;; Both uniforms of each.
  (func (export "take") (param $count i32) (param $c2 i32) (param $k0 i32) (param $k1 i32)
    (call $throw (local.get $count) (local.get $c2) (local.get $k0) (local.get $k1))
    (call $convert (i32.const 6144) (local.get $count))
    (call $convert (i32.const 10240) (local.get $count)))

  ;; Makes uniforms of the words of a column; their parts are so small that doubles hold them and their sum.
  (func $convert (param $at i32) (param $count i32)
    (local $end i32) (local $high v128) (local $low v128) (local $step v128) (local $place v128)
    (local.set $step (v128.const f64x2 0x1p-53 0x1p-53))
    (local.set $place (v128.const f64x2 0x1p26 0x1p26))
    (local.set $end (i32.add (local.get $at) (i32.shl (local.get $count) (i32.const 3))))
    (loop $four
      (local.set $high (i32x4.shr_u (v128.load (local.get $at)) (i32.const 5)))
      (local.set $low (i32x4.shr_u (v128.load offset=16 (local.get $at)) (i32.const 6)))
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
            (f64x2.convert_low_i32x4_s (local.get $low)))))
      (local.set $at (i32.add (local.get $at) (i32.const 32)))
      (br_if $four (i32.lt_u (local.get $at) (local.get $end)))))

  ;; Notes the places of those whose first uniform is below a chance from 0 to 1, ascending, and says how many they are. In units of
  ;; 2^-53 uniforms are whole, and a whole number is below another number if it is below the least whole one that is no less.
  (func (export "below") (param $count i32) (param $c2 i32) (param $k0 i32) (param $k1 i32) (param $chance f64) (result i32)
    (local $next i32) (local $at i32) (local $found i32) (local $is i32) (local $bound i64)
    (local $most_high v128) (local $most_low v128) (local $high v128) (local $low v128)
    (call $throw (local.get $count) (local.get $c2) (local.get $k0) (local.get $k1))
    (local.set $bound (i64.trunc_f64_u (f64.ceil (f64.mul (local.get $chance) (f64.const 0x1p53)))))
    (local.set $most_high (i32x4.splat (i32.wrap_i64 (i64.shr_u (local.get $bound) (i64.const 26)))))
    (local.set $most_low (i32x4.splat (i32.and (i32.wrap_i64 (local.get $bound)) (i32.const 0x3ffffff))))
    (if (i32.eqz (local.get $count)) (then (return (i32.const 0))))
    (loop $four
      (local.set $at (i32.shl (local.get $next) (i32.const 3)))
      (local.set $high (i32x4.shr_u (v128.load offset=6144 (local.get $at)) (i32.const 5)))
      (local.set $low (i32x4.shr_u (v128.load offset=6160 (local.get $at)) (i32.const 6)))
      (local.set $is
        (i32x4.bitmask
          (v128.or
            (i32x4.lt_s (local.get $high) (local.get $most_high))
            (v128.and
              (i32x4.eq (local.get $high) (local.get $most_high))
              (i32x4.lt_s (local.get $low) (local.get $most_low))))))
      ;; without a branch: a place that is not found is laid over by the next
      (loop $lane
        (i32.store offset=14336 (i32.shl (local.get $found) (i32.const 2)) (local.get $next))
        (local.set $found (i32.add (local.get $found) (i32.and (local.get $is) (i32.const 1))))
        (local.set $is (i32.shr_u (local.get $is) (i32.const 1)))
        (local.set $next (i32.add (local.get $next) (i32.const 1)))
        (br_if $lane
          (i32.and (i32.ne (i32.and (local.get $next) (i32.const 3)) (i32.const 0)) (i32.lt_u (local.get $next) (local.get $count)))))
      (br_if $four (i32.lt_u (local.get $next) (local.get $count))))
    (local.get $found)))
