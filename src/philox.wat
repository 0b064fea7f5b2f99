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
    (f64.mul (f64.convert_i64_u (local.get $second)) (f64.const 0x1p-53))))
