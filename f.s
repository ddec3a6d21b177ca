
/tmp/target-norm/release/deps/normalization-3683c30485a9e814:     file format elf64-x86-64


Disassembly of section .text:

0000000000029e30 <_ZN45_$LT$f32$u20$as$u20$nn_core..float..Float$GT$9vectorize6avx51217hdb4fc68ea0b4a169E.llvm.8119007771478257714>:
   29e30:	push   %rbp
   29e31:	push   %r15
   29e33:	push   %r14
   29e35:	push   %r13
   29e37:	push   %r12
   29e39:	push   %rbx
   29e3a:	sub    $0x438,%rsp
   29e41:	mov    0x78(%rdi),%r8
   29e45:	mov    0x80(%rdi),%rdx
   29e4c:	mov    0x88(%rdi),%r13
   29e53:	mov    0x18(%rdi),%rax
   29e57:	mov    %rax,0x88(%rsp)
   29e5f:	mov    0x20(%rdi),%r12
   29e63:	mov    0x28(%rdi),%rax
   29e67:	mov    %rax,0x58(%rsp)
   29e6c:	mov    0x30(%rdi),%r15
   29e70:	mov    0x90(%rdi),%r9
   29e77:	mov    0x98(%rdi),%rcx
   29e7e:	mov    0x50(%rdi),%rsi
   29e82:	movzbl (%rdi),%r10d
   29e86:	mov    0x10(%rdi),%rax
   29e8a:	mov    %r10b,0xe(%rsp)
   29e8f:	cmp    $0x2,%r10b
   29e93:	mov    %rax,0x2a8(%rsp)
   29e9b:	cmove  %r12,%rax
   29e9f:	mov    %r9,0xc8(%rsp)
   29ea7:	test   %r9,%r9
   29eaa:	mov    %rcx,0xf0(%rsp)
   29eb2:	cmove  %rsi,%rcx
   29eb6:	mov    %rsi,0x108(%rsp)
   29ebe:	mov    %rsi,0x3b0(%rsp)
   29ec6:	mov    %rcx,0x3b8(%rsp)
   29ece:	mov    0x38(%rdi),%rcx
   29ed2:	mov    %rcx,0x390(%rsp)
   29eda:	mov    %r12,0x308(%rsp)
   29ee2:	mov    %r15,0x310(%rsp)
   29eea:	mov    %rax,0x318(%rsp)
   29ef2:	mov    0x40(%rdi),%rax
   29ef6:	movzbl 0xa0(%rdi),%ebx
   29efd:	mov    0x48(%rdi),%rcx
   29f01:	mov    %rcx,0x398(%rsp)
   29f09:	mov    0x58(%rdi),%rcx
   29f0d:	mov    %rcx,0x120(%rsp)
   29f15:	mov    0x60(%rdi),%rcx
   29f19:	mov    0x68(%rdi),%rsi
   29f1d:	mov    %rsi,0x110(%rsp)
   29f25:	mov    0x70(%rdi),%rsi
   29f29:	mov    0x8(%rdi),%rdi
   29f2d:	mov    %rdi,0xc0(%rsp)
   29f35:	mov    %rax,0x2d0(%rsp)
   29f3d:	mov    %rax,0x320(%rsp)
   29f45:	mov    %rcx,0x2e0(%rsp)
   29f4d:	mov    %rcx,0x328(%rsp)
   29f55:	mov    %rsi,0x130(%rsp)
   29f5d:	mov    %rsi,0x330(%rsp)
   29f65:	mov    %r8,0x128(%rsp)
   29f6d:	mov    %r8,0x150(%rsp)
   29f75:	mov    %rdx,0x28(%rsp)
   29f7a:	mov    %rdx,0x158(%rsp)
   29f82:	mov    %r13,0x160(%rsp)
   29f8a:	lea    0x5ccbf(%rip),%rax        # 86c50 <__frame_dummy_init_array_entry+0x260>
   29f91:	lea    0x150(%rsp),%rdi
   29f99:	lea    0x308(%rsp),%rsi
   29fa1:	lea    0x3b0(%rsp),%rcx
   29fa9:	lea    0x320(%rsp),%r9
   29fb1:	mov    $0x3,%edx
   29fb6:	mov    $0x2,%r8d
   29fbc:	push   %rax
   29fbd:	push   $0x3
   29fbf:	call   *0x5f6a3(%rip)        # 89668 <_DYNAMIC+0x250>
   29fc5:	add    $0x10,%rsp
   29fc9:	test   %bl,%bl
   29fcb:	jne    2a01d <_ZN45_$LT$f32$u20$as$u20$nn_core..float..Float$GT$9vectorize6avx51217hdb4fc68ea0b4a169E.llvm.8119007771478257714+0x1ed>
   29fcd:	mov    0x2e0(%rsp),%rax
   29fd5:	test   %rax,%rax
   29fd8:	je     29ff2 <_ZN45_$LT$f32$u20$as$u20$nn_core..float..Float$GT$9vectorize6avx51217hdb4fc68ea0b4a169E.llvm.8119007771478257714+0x1c2>
   29fda:	lea    0x0(,%rax,4),%rdx
   29fe2:	mov    0x120(%rsp),%rdi
   29fea:	xor    %esi,%esi
   29fec:	call   *0x5f67e(%rip)        # 89670 <memset@GLIBC_2.2.5>
   29ff2:	cmpq   $0x0,0x130(%rsp)
   29ffb:	je     2a01d <_ZN45_$LT$f32$u20$as$u20$nn_core..float..Float$GT$9vectorize6avx51217hdb4fc68ea0b4a169E.llvm.8119007771478257714+0x1ed>
   29ffd:	mov    0x130(%rsp),%rax
   2a005:	lea    0x0(,%rax,4),%rdx
   2a00d:	mov    0x110(%rsp),%rdi
   2a015:	xor    %esi,%esi
   2a017:	call   *0x5f653(%rip)        # 89670 <memset@GLIBC_2.2.5>
   2a01d:	mov    %r13,%rcx
   2a020:	mov    0x28(%rsp),%rsi
   2a025:	imul   %rsi,%rcx
   2a029:	test   %rcx,%rcx
   2a02c:	je     2c4c7 <_ZN45_$LT$f32$u20$as$u20$nn_core..float..Float$GT$9vectorize6avx51217hdb4fc68ea0b4a169E.llvm.8119007771478257714+0x2697>
   2a032:	mov    %r12,%rax
   2a035:	or     %rcx,%rax
   2a038:	shr    $0x20,%rax
   2a03c:	je     2a04b <_ZN45_$LT$f32$u20$as$u20$nn_core..float..Float$GT$9vectorize6avx51217hdb4fc68ea0b4a169E.llvm.8119007771478257714+0x21b>
   2a03e:	mov    %r12,%rax
   2a041:	xor    %edx,%edx
   2a043:	div    %rcx
   2a046:	mov    %rax,%r11
   2a049:	jmp    2a055 <_ZN45_$LT$f32$u20$as$u20$nn_core..float..Float$GT$9vectorize6avx51217hdb4fc68ea0b4a169E.llvm.8119007771478257714+0x225>
   2a04b:	mov    %r12d,%eax
   2a04e:	xor    %edx,%edx
   2a050:	div    %ecx
   2a052:	mov    %eax,%r11d
   2a055:	mov    0x128(%rsp),%r8
   2a05d:	mov    %rcx,%r12
   2a060:	mov    %r15,%rax
   2a063:	or     %rcx,%rax
   2a066:	shr    $0x20,%rax
   2a06a:	je     2a214 <_ZN45_$LT$f32$u20$as$u20$nn_core..float..Float$GT$9vectorize6avx51217hdb4fc68ea0b4a169E.llvm.8119007771478257714+0x3e4>
   2a070:	mov    %r15,%rax
   2a073:	xor    %edx,%edx
   2a075:	div    %r12
   2a078:	cmp    %r11,%rax
   2a07b:	cmovb  %rax,%r11
   2a07f:	test   %r8,%r8
   2a082:	je     2a22c <_ZN45_$LT$f32$u20$as$u20$nn_core..float..Float$GT$9vectorize6avx51217hdb4fc68ea0b4a169E.llvm.8119007771478257714+0x3fc>
   2a088:	test   %r11,%r11
   2a08b:	je     2a235 <_ZN45_$LT$f32$u20$as$u20$nn_core..float..Float$GT$9vectorize6avx51217hdb4fc68ea0b4a169E.llvm.8119007771478257714+0x405>
   2a091:	vcvtusi2sd %r12,%xmm15,%xmm0
   2a097:	vcvtsd2ss %xmm0,%xmm0,%xmm0
   2a09b:	vmovss %xmm0,0x148(%rsp)
   2a0a4:	lea    0x0(,%r13,4),%rax
   2a0ac:	mov    %rax,0x80(%rsp)
   2a0b4:	lea    0x0(,%r12,4),%rbx
   2a0bc:	mov    0xc0(%rsp),%r10
   2a0c4:	mov    %r10,%rax
   2a0c7:	mov    0x88(%rsp),%rdi
   2a0cf:	sub    %rdi,%rax
   2a0d2:	mov    %r10,%rcx
   2a0d5:	mov    0x58(%rsp),%r9
   2a0da:	sub    %r9,%rcx
   2a0dd:	lea    -0x1(%r12),%rdx
   2a0e2:	mov    %rdx,0x2a0(%rsp)
   2a0ea:	lea    0x0(,%r8,4),%rdx
   2a0f2:	mov    %rdx,0x370(%rsp)
   2a0fa:	lea    -0x1(%r11),%rdx
   2a0fe:	imul   %r13,%rdx
   2a102:	lea    0x4(,%rdx,4),%rdx
   2a10a:	imul   %rsi,%rdx
   2a10e:	lea    (%rdi,%rdx,1),%r14
   2a112:	mov    %r14,0x360(%rsp)
   2a11a:	add    %r9,%rdx
   2a11d:	mov    %rdx,0x368(%rsp)
   2a125:	mov    %rsi,%rdx
   2a128:	and    $0xffffffffffffffe0,%rdx
   2a12c:	mov    %rdx,0x298(%rsp)
   2a134:	mov    %rsi,%rdx
   2a137:	and    $0xfffffffffffffffc,%rdx
   2a13b:	mov    %rdx,0x350(%rsp)
   2a143:	cmp    $0x80,%rax
   2a149:	setb   %al
   2a14c:	cmp    $0x80,%rcx
   2a153:	setb   %cl
   2a156:	or     %al,%cl
   2a158:	mov    %cl,0xf(%rsp)
   2a15c:	mov    %r13,%rax
   2a15f:	and    $0xffffffffffffffe0,%rax
   2a163:	mov    %rax,0xa0(%rsp)
   2a16b:	mov    %r13,%rax
   2a16e:	and    $0xfffffffffffffffc,%rax
   2a172:	mov    %rax,0x2b0(%rsp)
   2a17a:	movabs $0x2000000000000000,%rax
   2a184:	and    %r12,%rax
   2a187:	mov    %rax,0x358(%rsp)
   2a18f:	lea    0x40(%r9),%rax
   2a193:	mov    %rax,0x100(%rsp)
   2a19b:	lea    0x40(%rdi),%rax
   2a19f:	mov    %rax,0xf8(%rsp)
   2a1a7:	lea    0x4(%rdi),%rax
   2a1ab:	mov    %rax,0x2c8(%rsp)
   2a1b3:	lea    0x4(%r9),%rax
   2a1b7:	mov    %rax,0x2c0(%rsp)
   2a1bf:	lea    0x10(%rdi),%rax
   2a1c3:	mov    %rax,0x2b8(%rsp)
   2a1cb:	lea    0x40(%r10),%rax
   2a1cf:	movq   $0x0,0x2e8(%rsp)
   2a1db:	mov    %r10,0xa8(%rsp)
   2a1e3:	mov    %rdi,0xb8(%rsp)
   2a1eb:	mov    %r9,0xb0(%rsp)
   2a1f3:	xor    %ecx,%ecx
   2a1f5:	mov    %r13,0x38(%rsp)
   2a1fa:	mov    %r12,0x18(%rsp)
   2a1ff:	mov    %r11,0x380(%rsp)
   2a207:	mov    %rbx,0x378(%rsp)
   2a20f:	jmp    2a2c8 <_ZN45_$LT$f32$u20$as$u20$nn_core..float..Float$GT$9vectorize6avx51217hdb4fc68ea0b4a169E.llvm.8119007771478257714+0x498>
   2a214:	mov    %r15d,%eax
   2a217:	xor    %edx,%edx
   2a219:	div    %r12d
   2a21c:	cmp    %r11,%rax
   2a21f:	cmovb  %rax,%r11
   2a223:	test   %r8,%r8
   2a226:	jne    2a088 <_ZN45_$LT$f32$u20$as$u20$nn_core..float..Float$GT$9vectorize6avx51217hdb4fc68ea0b4a169E.llvm.8119007771478257714+0x258>
   2a22c:	test   %r11,%r11
   2a22f:	jne    2c633 <_ZN45_$LT$f32$u20$as$u20$nn_core..float..Float$GT$9vectorize6avx51217hdb4fc68ea0b4a169E.llvm.8119007771478257714+0x2803>
   2a235:	add    $0x438,%rsp
   2a23c:	pop    %rbx
   2a23d:	pop    %r12
   2a23f:	pop    %r13
   2a241:	pop    %r14
   2a243:	pop    %r15
   2a245:	pop    %rbp
   2a246:	vzeroupper
   2a249:	ret
   2a24a:	mov    0x18(%rsp),%r12
   2a24f:	mov    0x2d8(%rsp),%rcx
   2a257:	inc    %rcx
   2a25a:	mov    0x378(%rsp),%rbx
   2a262:	add    %rbx,0x100(%rsp)
   2a26a:	add    %rbx,0xf8(%rsp)
   2a272:	add    %rbx,0xb0(%rsp)
   2a27a:	add    %rbx,0xb8(%rsp)
   2a282:	add    %rbx,0x2c8(%rsp)
   2a28a:	add    %rbx,0x2c0(%rsp)
   2a292:	add    %rbx,0x2b8(%rsp)
   2a29a:	mov    0x118(%rsp),%rax
   2a2a2:	add    %rbx,%rax
   2a2a5:	add    %rbx,0xa8(%rsp)
   2a2ad:	cmp    0x380(%rsp),%rcx
   2a2b5:	mov    0x28(%rsp),%rsi
   2a2ba:	mov    0x128(%rsp),%r8
   2a2c2:	jae    2a235 <_ZN45_$LT$f32$u20$as$u20$nn_core..float..Float$GT$9vectorize6avx51217hdb4fc68ea0b4a169E.llvm.8119007771478257714+0x405>
   2a2c8:	mov    %rax,0x118(%rsp)
   2a2d0:	mov    0x2e8(%rsp),%rdi
   2a2d8:	lea    0x1(%rdi),%rax
   2a2dc:	cmp    %r8,%rax
   2a2df:	mov    $0x0,%r9d
   2a2e5:	cmovne %rax,%r9
   2a2e9:	cmpq   $0x0,0xc8(%rsp)
   2a2f2:	je     2a320 <_ZN45_$LT$f32$u20$as$u20$nn_core..float..Float$GT$9vectorize6avx51217hdb4fc68ea0b4a169E.llvm.8119007771478257714+0x4f0>
   2a2f4:	cmp    0xf0(%rsp),%rcx
   2a2fc:	jae    2c618 <_ZN45_$LT$f32$u20$as$u20$nn_core..float..Float$GT$9vectorize6avx51217hdb4fc68ea0b4a169E.llvm.8119007771478257714+0x27e8>
   2a302:	mov    0xc8(%rsp),%rax
   2a30a:	vmovss (%rax,%rcx,4),%xmm9
   2a30f:	cmp    0x108(%rsp),%rcx
   2a317:	jne    2a333 <_ZN45_$LT$f32$u20$as$u20$nn_core..float..Float$GT$9vectorize6avx51217hdb4fc68ea0b4a169E.llvm.8119007771478257714+0x503>
   2a319:	jmp    2c66b <_ZN45_$LT$f32$u20$as$u20$nn_core..float..Float$GT$9vectorize6avx51217hdb4fc68ea0b4a169E.llvm.8119007771478257714+0x283b>
   2a31e:	xchg   %ax,%ax
   2a320:	vxorps %xmm9,%xmm9,%xmm9
   2a325:	cmp    0x108(%rsp),%rcx
   2a32d:	je     2c66b <_ZN45_$LT$f32$u20$as$u20$nn_core..float..Float$GT$9vectorize6avx51217hdb4fc68ea0b4a169E.llvm.8119007771478257714+0x283b>
   2a333:	mov    0x398(%rsp),%rax
   2a33b:	vmovss (%rax,%rcx,4),%xmm10
   2a340:	mov    %rcx,%rax
   2a343:	or     %r8,%rax
   2a346:	shr    $0x20,%rax
   2a34a:	je     2a360 <_ZN45_$LT$f32$u20$as$u20$nn_core..float..Float$GT$9vectorize6avx51217hdb4fc68ea0b4a169E.llvm.8119007771478257714+0x530>
   2a34c:	mov    %rcx,%rax
   2a34f:	xor    %edx,%edx
   2a351:	div    %r8
   2a354:	mov    %rax,%r8
   2a357:	jmp    2a36c <_ZN45_$LT$f32$u20$as$u20$nn_core..float..Float$GT$9vectorize6avx51217hdb4fc68ea0b4a169E.llvm.8119007771478257714+0x53c>
   2a359:	nopl   0x0(%rax)
   2a360:	mov    %ecx,%eax
   2a362:	xor    %edx,%edx
   2a364:	div    %r8d
   2a367:	mov    %edx,%edi
   2a369:	mov    %eax,%r8d
   2a36c:	imul   %rsi,%rdi
   2a370:	mov    0x2d0(%rsp),%rdx
   2a378:	sub    %rdi,%rdx
   2a37b:	mov    0x2e0(%rsp),%rax
   2a383:	jb     2c46f <_ZN45_$LT$f32$u20$as$u20$nn_core..float..Float$GT$9vectorize6avx51217hdb4fc68ea0b4a169E.llvm.8119007771478257714+0x263f>
   2a389:	cmp    %rdx,%rsi
   2a38c:	ja     2c44b <_ZN45_$LT$f32$u20$as$u20$nn_core..float..Float$GT$9vectorize6avx51217hdb4fc68ea0b4a169E.llvm.8119007771478257714+0x261b>
   2a392:	mov    %rax,%rdx
   2a395:	sub    %rdi,%rdx
   2a398:	jb     2c48a <_ZN45_$LT$f32$u20$as$u20$nn_core..float..Float$GT$9vectorize6avx51217hdb4fc68ea0b4a169E.llvm.8119007771478257714+0x265a>
   2a39e:	cmp    %rdx,%rsi
   2a3a1:	ja     2c4a0 <_ZN45_$LT$f32$u20$as$u20$nn_core..float..Float$GT$9vectorize6avx51217hdb4fc68ea0b4a169E.llvm.8119007771478257714+0x2670>
   2a3a7:	mov    0x130(%rsp),%rax
   2a3af:	test   %rax,%rax
   2a3b2:	mov    %r8,0x140(%rsp)
   2a3ba:	je     2a3f0 <_ZN45_$LT$f32$u20$as$u20$nn_core..float..Float$GT$9vectorize6avx51217hdb4fc68ea0b4a169E.llvm.8119007771478257714+0x5c0>
   2a3bc:	mov    %rax,%rdx
   2a3bf:	sub    %rdi,%rdx
   2a3c2:	jb     2c4e0 <_ZN45_$LT$f32$u20$as$u20$nn_core..float..Float$GT$9vectorize6avx51217hdb4fc68ea0b4a169E.llvm.8119007771478257714+0x26b0>
   2a3c8:	cmp    %rdx,%rsi
   2a3cb:	ja     2c4f6 <_ZN45_$LT$f32$u20$as$u20$nn_core..float..Float$GT$9vectorize6avx51217hdb4fc68ea0b4a169E.llvm.8119007771478257714+0x26c6>
   2a3d1:	mov    0x110(%rsp),%rax
   2a3d9:	lea    (%rax,%rdi,4),%r15
   2a3dd:	mov    %rsi,%r14
   2a3e0:	jmp    2a3fb <_ZN45_$LT$f32$u20$as$u20$nn_core..float..Float$GT$9vectorize6avx51217hdb4fc68ea0b4a169E.llvm.8119007771478257714+0x5cb>
   2a3e2:	data16 data16 data16 data16 cs nopw 0x0(%rax,%rax,1)
   2a3f0:	mov    0x110(%rsp),%r15
   2a3f8:	xor    %r14d,%r14d
   2a3fb:	imul   %rcx,%rbx
   2a3ff:	mov    %rbx,0x30(%rsp)
   2a404:	mov    %rcx,%r11
   2a407:	imul   %r12,%r11
   2a40b:	mov    0x88(%rsp),%rax
   2a413:	lea    (%rax,%r11,4),%r10
   2a417:	mov    0x58(%rsp),%rax
   2a41c:	lea    (%rax,%r11,4),%r8
   2a420:	mov    0x390(%rsp),%rax
   2a428:	lea    (%rax,%rdi,4),%rdx
   2a42c:	mov    0x120(%rsp),%rax
   2a434:	lea    (%rax,%rdi,4),%rax
   2a438:	mov    %rax,0x2f8(%rsp)
   2a440:	cmp    $0x1,%r13
   2a444:	vmovaps %xmm9,0x60(%rsp)
   2a44a:	vmovaps %xmm10,0x250(%rsp)
   2a453:	mov    %r8,0x78(%rsp)
   2a458:	mov    %r10,0x70(%rsp)
   2a45d:	mov    %rcx,0x2d8(%rsp)
   2a465:	mov    %r9,0x2e8(%rsp)
   2a46d:	mov    %rdx,0xe8(%rsp)
   2a475:	mov    %r11,0x388(%rsp)
   2a47d:	mov    %r14,0x300(%rsp)
   2a485:	mov    %r15,0x138(%rsp)
   2a48d:	jbe    2a4b0 <_ZN45_$LT$f32$u20$as$u20$nn_core..float..Float$GT$9vectorize6avx51217hdb4fc68ea0b4a169E.llvm.8119007771478257714+0x680>
   2a48f:	mov    %r12,%rax
   2a492:	or     %r13,%rax
   2a495:	shr    $0x20,%rax
   2a499:	je     2adb6 <_ZN45_$LT$f32$u20$as$u20$nn_core..float..Float$GT$9vectorize6avx51217hdb4fc68ea0b4a169E.llvm.8119007771478257714+0xf86>
   2a49f:	mov    %r12,%rax
   2a4a2:	xor    %edx,%edx
   2a4a4:	div    %r13
   2a4a7:	jmp    2adbe <_ZN45_$LT$f32$u20$as$u20$nn_core..float..Float$GT$9vectorize6avx51217hdb4fc68ea0b4a169E.llvm.8119007771478257714+0xf8e>
   2a4ac:	nopl   0x0(%rax)
   2a4b0:	mov    %r10,0x320(%rsp)
   2a4b8:	mov    %r12,0x328(%rsp)
   2a4c0:	mov    %r8,0x330(%rsp)
   2a4c8:	mov    %r12,0x338(%rsp)
   2a4d0:	mov    %rdx,0x340(%rsp)
   2a4d8:	mov    %rsi,0x348(%rsp)
   2a4e0:	vxorps %xmm0,%xmm0,%xmm0
   2a4e4:	vmovups %zmm0,0x210(%rsp)
   2a4ef:	vmovups %zmm0,0x1d0(%rsp)
   2a4fa:	vmovups %zmm0,0x190(%rsp)
   2a505:	vmovups %zmm0,0x150(%rsp)
   2a510:	movq   $0x0,0x3a8(%rsp)
   2a51c:	mov    %r12,0x308(%rsp)
   2a524:	lea    0x268(%rsp),%rdi
   2a52c:	lea    0x320(%rsp),%rsi
   2a534:	lea    0x3a8(%rsp),%rdx
   2a53c:	lea    0x308(%rsp),%rcx
   2a544:	vzeroupper
   2a547:	call   195a0 <_ZN4core5array40_$LT$impl$u20$$u5b$T$u3b$$u20$N$u5d$$GT$7try_map17haa11e52ac32edebdE>
   2a54c:	cmp    $0x20,%r12
   2a550:	jae    2a580 <_ZN45_$LT$f32$u20$as$u20$nn_core..float..Float$GT$9vectorize6avx51217hdb4fc68ea0b4a169E.llvm.8119007771478257714+0x750>
   2a552:	xor    %edi,%edi
   2a554:	mov    %rdi,%rax
   2a557:	or     $0x8,%rax
   2a55b:	mov    0x18(%rsp),%r14
   2a560:	cmp    %r14,%rax
   2a563:	jbe    2a810 <_ZN45_$LT$f32$u20$as$u20$nn_core..float..Float$GT$9vectorize6avx51217hdb4fc68ea0b4a169E.llvm.8119007771478257714+0x9e0>
   2a569:	mov    %rdi,%rbp
   2a56c:	jmp    2ab66 <_ZN45_$LT$f32$u20$as$u20$nn_core..float..Float$GT$9vectorize6avx51217hdb4fc68ea0b4a169E.llvm.8119007771478257714+0xd36>
   2a571:	data16 data16 data16 data16 data16 cs nopw 0x0(%rax,%rax,1)
   2a580:	mov    0x268(%rsp),%rbx
   2a588:	mov    0x270(%rsp),%rax
   2a590:	mov    %rax,0xe0(%rsp)
   2a598:	mov    0x278(%rsp),%r15
   2a5a0:	mov    0x280(%rsp),%rax
   2a5a8:	mov    %rax,0xd8(%rsp)
   2a5b0:	mov    0x288(%rsp),%r12
   2a5b8:	mov    0x290(%rsp),%rax
   2a5c0:	mov    %rax,0xd0(%rsp)
   2a5c8:	vmovaps 0x60(%rsp),%xmm4
   2a5ce:	vbroadcastss %xmm4,%zmm0
   2a5d4:	mov    $0x20,%r8d
   2a5da:	mov    %rbx,0x40(%rsp)
   2a5df:	mov    %r15,0x10(%rsp)
   2a5e4:	mov    %r12,0x20(%rsp)
   2a5e9:	xor    %eax,%eax
   2a5eb:	xor    %r9d,%r9d
   2a5ee:	jmp    2a6d5 <_ZN45_$LT$f32$u20$as$u20$nn_core..float..Float$GT$9vectorize6avx51217hdb4fc68ea0b4a169E.llvm.8119007771478257714+0x8a5>
   2a5f3:	data16 data16 data16 cs nopw 0x0(%rax,%rax,1)
   2a600:	mov    0x40(%rsp),%rax
   2a605:	vmovups (%rax,%r9,4),%zmm1
   2a60c:	mov    0x10(%rsp),%rcx
   2a611:	vmovups (%rcx,%r9,4),%zmm2
   2a618:	mov    0x20(%rsp),%rdx
   2a61d:	vmulps (%rdx,%r9,4),%zmm2,%zmm2
   2a624:	vsubps %zmm0,%zmm1,%zmm1
   2a62a:	vmulps %zmm2,%zmm1,%zmm1
   2a630:	vaddps 0x150(%rsp),%zmm2,%zmm2
   2a63b:	vmovups %zmm2,0x150(%rsp)
   2a646:	vaddps 0x1d0(%rsp),%zmm1,%zmm1
   2a651:	vmovups %zmm1,0x1d0(%rsp)
   2a65c:	vmovups 0x40(%rax,%r9,4),%zmm1
   2a664:	vmovups 0x40(%rcx,%r9,4),%zmm2
   2a66c:	vmulps 0x40(%rdx,%r9,4),%zmm2,%zmm2
   2a674:	vsubps %zmm0,%zmm1,%zmm1
   2a67a:	vmulps %zmm2,%zmm1,%zmm1
   2a680:	vaddps 0x190(%rsp),%zmm2,%zmm2
   2a68b:	vmovups %zmm2,0x190(%rsp)
   2a696:	vaddps 0x210(%rsp),%zmm1,%zmm1
   2a6a1:	vmovups %zmm1,0x210(%rsp)
   2a6ac:	lea    0x20(%rdi),%r8
   2a6b0:	mov    0x90(%rsp),%rax
   2a6b8:	inc    %rax
   2a6bb:	sub    $0xffffffffffffff80,%r12
   2a6bf:	sub    $0xffffffffffffff80,%r15
   2a6c3:	sub    $0xffffffffffffff80,%rbx
   2a6c7:	mov    %rdi,%r9
   2a6ca:	cmp    0x18(%rsp),%r8
   2a6cf:	ja     2a554 <_ZN45_$LT$f32$u20$as$u20$nn_core..float..Float$GT$9vectorize6avx51217hdb4fc68ea0b4a169E.llvm.8119007771478257714+0x724>
   2a6d5:	mov    %r8,%rdi
   2a6d8:	mov    0xe0(%rsp),%r8
   2a6e0:	sub    %r9,%r8
   2a6e3:	jb     2c38a <_ZN45_$LT$f32$u20$as$u20$nn_core..float..Float$GT$9vectorize6avx51217hdb4fc68ea0b4a169E.llvm.8119007771478257714+0x255a>
   2a6e9:	cmp    $0x20,%r8
   2a6ed:	jb     2c322 <_ZN45_$LT$f32$u20$as$u20$nn_core..float..Float$GT$9vectorize6avx51217hdb4fc68ea0b4a169E.llvm.8119007771478257714+0x24f2>
   2a6f3:	mov    0xd8(%rsp),%r8
   2a6fb:	sub    %r9,%r8
   2a6fe:	jb     2c3a8 <_ZN45_$LT$f32$u20$as$u20$nn_core..float..Float$GT$9vectorize6avx51217hdb4fc68ea0b4a169E.llvm.8119007771478257714+0x2578>
   2a704:	cmp    $0x20,%r8
   2a708:	jb     2c322 <_ZN45_$LT$f32$u20$as$u20$nn_core..float..Float$GT$9vectorize6avx51217hdb4fc68ea0b4a169E.llvm.8119007771478257714+0x24f2>
   2a70e:	mov    0xd0(%rsp),%r8
   2a716:	sub    %r9,%r8
   2a719:	jb     2c3c6 <_ZN45_$LT$f32$u20$as$u20$nn_core..float..Float$GT$9vectorize6avx51217hdb4fc68ea0b4a169E.llvm.8119007771478257714+0x2596>
   2a71f:	cmp    $0x20,%r8
   2a723:	jb     2c322 <_ZN45_$LT$f32$u20$as$u20$nn_core..float..Float$GT$9vectorize6avx51217hdb4fc68ea0b4a169E.llvm.8119007771478257714+0x24f2>
   2a729:	mov    %rax,0x90(%rsp)
   2a731:	shl    $0x7,%rax
   2a735:	mov    0x40(%rsp),%rcx
   2a73a:	lea    (%rcx,%rax,1),%rsi
   2a73e:	lea    (%rcx,%rax,1),%r8
   2a742:	add    $0x80,%r8
   2a749:	mov    0x10(%rsp),%rdx
   2a74e:	lea    (%rdx,%rax,1),%rcx
   2a752:	lea    0x80(%rdx,%rax,1),%rbp
   2a75a:	mov    0x20(%rsp),%r10
   2a75f:	lea    (%r10,%rax,1),%rdx
   2a763:	add    %rax,%r10
   2a766:	add    $0x80,%r10
   2a76d:	lea    0x150(%rsp),%r13
   2a775:	cmp    %r8,%r13
   2a778:	setb   %r11b
   2a77c:	lea    0x250(%rsp),%rax
   2a784:	cmp    %rax,%rsi
   2a787:	setb   %r14b
   2a78b:	cmp    %rbp,%r13
   2a78e:	setb   %bpl
   2a792:	cmp    %rax,%rcx
   2a795:	setb   %cl
   2a798:	cmp    %r10,%r13
   2a79b:	setb   %r8b
   2a79f:	cmp    %rax,%rdx
   2a7a2:	setb   %sil
   2a7a6:	test   %r14b,%r11b
   2a7a9:	jne    2a7b9 <_ZN45_$LT$f32$u20$as$u20$nn_core..float..Float$GT$9vectorize6avx51217hdb4fc68ea0b4a169E.llvm.8119007771478257714+0x989>
   2a7ab:	and    %cl,%bpl
   2a7ae:	jne    2a7b9 <_ZN45_$LT$f32$u20$as$u20$nn_core..float..Float$GT$9vectorize6avx51217hdb4fc68ea0b4a169E.llvm.8119007771478257714+0x989>
   2a7b0:	and    %sil,%r8b
   2a7b3:	je     2a600 <_ZN45_$LT$f32$u20$as$u20$nn_core..float..Float$GT$9vectorize6avx51217hdb4fc68ea0b4a169E.llvm.8119007771478257714+0x7d0>
   2a7b9:	xor    %r8d,%r8d
   2a7bc:	nopl   0x0(%rax)
   2a7c0:	vmovss (%r15,%r8,4),%xmm1
   2a7c6:	vmulss (%r12,%r8,4),%xmm1,%xmm1
   2a7cc:	vmovss (%rbx,%r8,4),%xmm2
   2a7d2:	vsubss %xmm4,%xmm2,%xmm2
   2a7d6:	vaddss 0x150(%rsp,%r8,4),%xmm1,%xmm3
   2a7e0:	vmulss %xmm1,%xmm2,%xmm1
   2a7e4:	vmovss %xmm3,0x150(%rsp,%r8,4)
   2a7ee:	vaddss 0x1d0(%rsp,%r8,4),%xmm1,%xmm1
   2a7f8:	vmovss %xmm1,0x1d0(%rsp,%r8,4)
   2a802:	inc    %r8
   2a805:	cmp    $0x20,%r8
   2a809:	jne    2a7c0 <_ZN45_$LT$f32$u20$as$u20$nn_core..float..Float$GT$9vectorize6avx51217hdb4fc68ea0b4a169E.llvm.8119007771478257714+0x990>
   2a80b:	jmp    2a6ac <_ZN45_$LT$f32$u20$as$u20$nn_core..float..Float$GT$9vectorize6avx51217hdb4fc68ea0b4a169E.llvm.8119007771478257714+0x87c>
   2a810:	mov    0x268(%rsp),%rcx
   2a818:	mov    0x270(%rsp),%rdx
   2a820:	mov    0x278(%rsp),%r11
   2a828:	mov    0x280(%rsp),%rsi
   2a830:	mov    0x288(%rsp),%rbx
   2a838:	mov    0x290(%rsp),%rax
   2a840:	vmovss 0x150(%rsp),%xmm18
   2a848:	vmovss 0x154(%rsp),%xmm1
   2a851:	vmovss 0x1d0(%rsp),%xmm2
   2a85a:	vmovss 0x1d4(%rsp),%xmm3
   2a863:	vmovss 0x158(%rsp),%xmm4
   2a86c:	vmovss 0x1d8(%rsp),%xmm5
   2a875:	vmovss 0x15c(%rsp),%xmm6
   2a87e:	vmovss 0x1dc(%rsp),%xmm7
   2a887:	vmovss 0x160(%rsp),%xmm8
   2a890:	vmovss 0x1e0(%rsp),%xmm9
   2a899:	vmovss 0x164(%rsp),%xmm10
   2a8a2:	vmovss 0x1e4(%rsp),%xmm11
   2a8ab:	vmovss 0x168(%rsp),%xmm12
   2a8b4:	vmovss 0x1e8(%rsp),%xmm13
   2a8bd:	vmovss 0x16c(%rsp),%xmm14
   2a8c6:	vmovss 0x1ec(%rsp),%xmm15
   2a8cf:	mov    %rax,%r10
   2a8d2:	sub    %rdi,%r10
   2a8d5:	mov    %rsi,%r8
   2a8d8:	sub    %rdi,%r8
   2a8db:	mov    %rdx,%r9
   2a8de:	sub    %rdi,%r9
   2a8e1:	data16 data16 data16 data16 data16 cs nopw 0x0(%rax,%rax,1)
   2a8f0:	cmp    %rdx,%rdi
   2a8f3:	ja     2c3e4 <_ZN45_$LT$f32$u20$as$u20$nn_core..float..Float$GT$9vectorize6avx51217hdb4fc68ea0b4a169E.llvm.8119007771478257714+0x25b4>
   2a8f9:	mov    %r9,%r15
   2a8fc:	sub    $0x8,%r15
   2a900:	jb     2c33c <_ZN45_$LT$f32$u20$as$u20$nn_core..float..Float$GT$9vectorize6avx51217hdb4fc68ea0b4a169E.llvm.8119007771478257714+0x250c>
   2a906:	cmp    %rsi,%rdi
   2a909:	ja     2c3f7 <_ZN45_$LT$f32$u20$as$u20$nn_core..float..Float$GT$9vectorize6avx51217hdb4fc68ea0b4a169E.llvm.8119007771478257714+0x25c7>
   2a90f:	mov    %r8,%r12
   2a912:	sub    $0x8,%r12
   2a916:	jb     2c356 <_ZN45_$LT$f32$u20$as$u20$nn_core..float..Float$GT$9vectorize6avx51217hdb4fc68ea0b4a169E.llvm.8119007771478257714+0x2526>
   2a91c:	cmp    %rax,%rdi
   2a91f:	ja     2c40a <_ZN45_$LT$f32$u20$as$u20$nn_core..float..Float$GT$9vectorize6avx51217hdb4fc68ea0b4a169E.llvm.8119007771478257714+0x25da>
   2a925:	mov    %r10,%r13
   2a928:	sub    $0x8,%r13
   2a92c:	jb     2c370 <_ZN45_$LT$f32$u20$as$u20$nn_core..float..Float$GT$9vectorize6avx51217hdb4fc68ea0b4a169E.llvm.8119007771478257714+0x2540>
   2a932:	vmovss (%r11,%rdi,4),%xmm16
   2a939:	vmulss (%rbx,%rdi,4),%xmm16,%xmm16
   2a940:	vmovss (%rcx,%rdi,4),%xmm17
   2a947:	vmovaps 0x60(%rsp),%xmm0
   2a94d:	vsubss %xmm0,%xmm17,%xmm17
   2a953:	vmulss %xmm16,%xmm17,%xmm17
   2a959:	vaddss %xmm2,%xmm17,%xmm2
   2a95f:	vaddss %xmm16,%xmm18,%xmm18
   2a965:	vmovss %xmm18,0x150(%rsp)
   2a96d:	vmovss %xmm2,0x1d0(%rsp)
   2a976:	vmovss 0x4(%rcx,%rdi,4),%xmm16
   2a97e:	vmovss 0x4(%r11,%rdi,4),%xmm17
   2a986:	vmulss 0x4(%rbx,%rdi,4),%xmm17,%xmm17
   2a98e:	vsubss %xmm0,%xmm16,%xmm16
   2a994:	vmulss %xmm17,%xmm16,%xmm16
   2a99a:	vaddss %xmm3,%xmm16,%xmm3
   2a9a0:	vaddss %xmm17,%xmm1,%xmm1
   2a9a6:	vmovss %xmm1,0x154(%rsp)
   2a9af:	vmovss %xmm3,0x1d4(%rsp)
   2a9b8:	vmovss 0x8(%r11,%rdi,4),%xmm16
   2a9c0:	vmulss 0x8(%rbx,%rdi,4),%xmm16,%xmm16
   2a9c8:	vmovss 0x8(%rcx,%rdi,4),%xmm17
   2a9d0:	vsubss %xmm0,%xmm17,%xmm17
   2a9d6:	vmulss %xmm16,%xmm17,%xmm17
   2a9dc:	vaddss %xmm5,%xmm17,%xmm5
   2a9e2:	vaddss %xmm16,%xmm4,%xmm4
   2a9e8:	vmovss %xmm4,0x158(%rsp)
   2a9f1:	vmovss %xmm5,0x1d8(%rsp)
   2a9fa:	vmovss 0xc(%rcx,%rdi,4),%xmm16
   2aa02:	vmovss 0xc(%r11,%rdi,4),%xmm17
   2aa0a:	vmulss 0xc(%rbx,%rdi,4),%xmm17,%xmm17
   2aa12:	vsubss %xmm0,%xmm16,%xmm16
   2aa18:	vmulss %xmm17,%xmm16,%xmm16
   2aa1e:	vaddss %xmm7,%xmm16,%xmm7
   2aa24:	vaddss %xmm17,%xmm6,%xmm6
   2aa2a:	vmovss %xmm6,0x15c(%rsp)
   2aa33:	vmovss %xmm7,0x1dc(%rsp)
   2aa3c:	vmovss 0x10(%r11,%rdi,4),%xmm16
   2aa44:	vmulss 0x10(%rbx,%rdi,4),%xmm16,%xmm16
   2aa4c:	vmovss 0x10(%rcx,%rdi,4),%xmm17
   2aa54:	vsubss %xmm0,%xmm17,%xmm17
   2aa5a:	vmulss %xmm16,%xmm17,%xmm17
   2aa60:	vaddss %xmm9,%xmm17,%xmm9
   2aa66:	vaddss %xmm16,%xmm8,%xmm8
   2aa6c:	vmovss %xmm8,0x160(%rsp)
   2aa75:	vmovss %xmm9,0x1e0(%rsp)
   2aa7e:	vmovss 0x14(%rcx,%rdi,4),%xmm16
   2aa86:	vmovss 0x14(%r11,%rdi,4),%xmm17
   2aa8e:	vmulss 0x14(%rbx,%rdi,4),%xmm17,%xmm17
   2aa96:	vsubss %xmm0,%xmm16,%xmm16
   2aa9c:	vmulss %xmm17,%xmm16,%xmm16
   2aaa2:	vaddss %xmm11,%xmm16,%xmm11
   2aaa8:	vaddss %xmm17,%xmm10,%xmm10
   2aaae:	vmovss %xmm10,0x164(%rsp)
   2aab7:	vmovss %xmm11,0x1e4(%rsp)
   2aac0:	vmovss 0x18(%r11,%rdi,4),%xmm16
   2aac8:	vmulss 0x18(%rbx,%rdi,4),%xmm16,%xmm16
   2aad0:	vmovss 0x18(%rcx,%rdi,4),%xmm17
   2aad8:	vsubss %xmm0,%xmm17,%xmm17
   2aade:	vmulss %xmm16,%xmm17,%xmm17
   2aae4:	vaddss %xmm13,%xmm17,%xmm13
   2aaea:	vaddss %xmm16,%xmm12,%xmm12
   2aaf0:	vmovss %xmm12,0x168(%rsp)
   2aaf9:	vmovss %xmm13,0x1e8(%rsp)
   2ab02:	vmovss 0x1c(%rcx,%rdi,4),%xmm16
   2ab0a:	vmovss 0x1c(%r11,%rdi,4),%xmm17
   2ab12:	vmulss 0x1c(%rbx,%rdi,4),%xmm17,%xmm17
   2ab1a:	vsubss %xmm0,%xmm16,%xmm16
   2ab20:	vmulss %xmm17,%xmm16,%xmm16
   2ab26:	vaddss %xmm15,%xmm16,%xmm15
   2ab2c:	vaddss %xmm17,%xmm14,%xmm14
   2ab32:	vmovss %xmm14,0x16c(%rsp)
   2ab3b:	vmovss %xmm15,0x1ec(%rsp)
   2ab44:	lea    0x8(%rdi),%rbp
   2ab48:	add    $0x10,%rdi
   2ab4c:	mov    %r15,%r9
   2ab4f:	mov    %r12,%r8
   2ab52:	mov    %r13,%r10
   2ab55:	mov    0x18(%rsp),%r14
   2ab5a:	cmp    %r14,%rdi
   2ab5d:	mov    %rbp,%rdi
   2ab60:	jbe    2a8f0 <_ZN45_$LT$f32$u20$as$u20$nn_core..float..Float$GT$9vectorize6avx51217hdb4fc68ea0b4a169E.llvm.8119007771478257714+0xac0>
   2ab66:	vxorps %xmm3,%xmm3,%xmm3
   2ab6a:	mov    %r14,%rdx
   2ab6d:	vxorps %xmm4,%xmm4,%xmm4
   2ab71:	sub    %rbp,%rdx
   2ab74:	vmovaps 0x60(%rsp),%xmm2
   2ab7a:	jbe    2ac34 <_ZN45_$LT$f32$u20$as$u20$nn_core..float..Float$GT$9vectorize6avx51217hdb4fc68ea0b4a169E.llvm.8119007771478257714+0xe04>
   2ab80:	mov    0x270(%rsp),%rsi
   2ab88:	cmp    %rsi,%rbp
   2ab8b:	mov    %rsi,%rdi
   2ab8e:	cmova  %rbp,%rdi
   2ab92:	mov    0x280(%rsp),%rax
   2ab9a:	mov    0x290(%rsp),%rcx
   2aba2:	cmp    %rax,%rbp
   2aba5:	mov    %rax,%r9
   2aba8:	cmova  %rbp,%r9
   2abac:	cmp    %rcx,%rbp
   2abaf:	mov    %rcx,%r8
   2abb2:	cmova  %rbp,%r8
   2abb6:	lea    0x0(,%rbp,4),%r10
   2abbe:	mov    0x288(%rsp),%r11
   2abc6:	add    %r10,%r11
   2abc9:	mov    0x278(%rsp),%rbx
   2abd1:	add    %r10,%rbx
   2abd4:	mov    %r8,%r15
   2abd7:	add    0x268(%rsp),%r10
   2abdf:	sub    %rbp,%r15
   2abe2:	mov    %r9,%r12
   2abe5:	sub    %rbp,%r12
   2abe8:	mov    %rdi,%r13
   2abeb:	sub    %rbp,%r13
   2abee:	xor    %ebp,%ebp
   2abf0:	cmp    %rbp,%r13
   2abf3:	je     2c539 <_ZN45_$LT$f32$u20$as$u20$nn_core..float..Float$GT$9vectorize6avx51217hdb4fc68ea0b4a169E.llvm.8119007771478257714+0x2709>
   2abf9:	cmp    %rbp,%r12
   2abfc:	je     2c549 <_ZN45_$LT$f32$u20$as$u20$nn_core..float..Float$GT$9vectorize6avx51217hdb4fc68ea0b4a169E.llvm.8119007771478257714+0x2719>
   2ac02:	cmp    %rbp,%r15
   2ac05:	je     2c55f <_ZN45_$LT$f32$u20$as$u20$nn_core..float..Float$GT$9vectorize6avx51217hdb4fc68ea0b4a169E.llvm.8119007771478257714+0x272f>
   2ac0b:	vmovss (%r10,%rbp,4),%xmm0
   2ac11:	vmovss (%rbx,%rbp,4),%xmm1
   2ac16:	vmulss (%r11,%rbp,4),%xmm1,%xmm1
   2ac1c:	vsubss %xmm2,%xmm0,%xmm0
   2ac20:	vmulss %xmm1,%xmm0,%xmm0
   2ac24:	vaddss %xmm3,%xmm0,%xmm3
   2ac28:	vaddss %xmm4,%xmm1,%xmm4
   2ac2c:	inc    %rbp
   2ac2f:	cmp    %rbp,%rdx
   2ac32:	jne    2abf0 <_ZN45_$LT$f32$u20$as$u20$nn_core..float..Float$GT$9vectorize6avx51217hdb4fc68ea0b4a169E.llvm.8119007771478257714+0xdc0>
   2ac34:	vmovss %xmm4,0x40(%rsp)
   2ac3a:	vmovss %xmm3,0x90(%rsp)
   2ac43:	mov    $0x20,%esi
   2ac48:	lea    0x150(%rsp),%rdi
   2ac50:	vzeroupper
   2ac53:	call   408b0 <_ZN7nn_core7kernels8channels6add_up17ha9ac1395fa7cd60fE>
   2ac58:	vmovss %xmm0,0x10(%rsp)
   2ac5e:	mov    $0x20,%esi
   2ac63:	lea    0x1d0(%rsp),%rdi
   2ac6b:	call   408b0 <_ZN7nn_core7kernels8channels6add_up17ha9ac1395fa7cd60fE>
   2ac70:	mov    0x28(%rsp),%rsi
   2ac75:	mov    0x18(%rsp),%rdx
   2ac7a:	cmp    %rdx,%rsi
   2ac7d:	ja     2c45d <_ZN45_$LT$f32$u20$as$u20$nn_core..float..Float$GT$9vectorize6avx51217hdb4fc68ea0b4a169E.llvm.8119007771478257714+0x262d>
   2ac83:	test   %rsi,%rsi
   2ac86:	mov    0x38(%rsp),%r13
   2ac8b:	mov    0x100(%rsp),%r9
   2ac93:	mov    0xf8(%rsp),%r10
   2ac9b:	mov    0xb8(%rsp),%r11
   2aca3:	mov    0xb0(%rsp),%rbx
   2acab:	vmovaps 0x60(%rsp),%xmm9
   2acb1:	vmovaps 0x250(%rsp),%xmm10
   2acba:	mov    0x78(%rsp),%r14
   2acbf:	mov    0x70(%rsp),%r15
   2acc4:	mov    0x2f8(%rsp),%r12
   2accc:	je     2ad6d <_ZN45_$LT$f32$u20$as$u20$nn_core..float..Float$GT$9vectorize6avx51217hdb4fc68ea0b4a169E.llvm.8119007771478257714+0xf3d>
   2acd2:	cmp    $0x4,%rsi
   2acd6:	jae    2b505 <_ZN45_$LT$f32$u20$as$u20$nn_core..float..Float$GT$9vectorize6avx51217hdb4fc68ea0b4a169E.llvm.8119007771478257714+0x16d5>
   2acdc:	xor    %eax,%eax
   2acde:	mov    %rax,%rcx
   2ace1:	or     $0x1,%rcx
   2ace5:	test   $0x1,%sil
   2ace9:	je     2ad0f <_ZN45_$LT$f32$u20$as$u20$nn_core..float..Float$GT$9vectorize6avx51217hdb4fc68ea0b4a169E.llvm.8119007771478257714+0xedf>
   2aceb:	vmovss (%r15,%rax,4),%xmm1
   2acf1:	vsubss %xmm9,%xmm1,%xmm1
   2acf6:	vmulss %xmm1,%xmm10,%xmm1
   2acfa:	vmulss (%r14,%rax,4),%xmm1,%xmm1
   2ad00:	vaddss (%r12,%rax,4),%xmm1,%xmm1
   2ad06:	vmovss %xmm1,(%r12,%rax,4)
   2ad0c:	mov    %rcx,%rax
   2ad0f:	cmp    %rcx,%rsi
   2ad12:	je     2ad6d <_ZN45_$LT$f32$u20$as$u20$nn_core..float..Float$GT$9vectorize6avx51217hdb4fc68ea0b4a169E.llvm.8119007771478257714+0xf3d>
   2ad14:	data16 data16 cs nopw 0x0(%rax,%rax,1)
   2ad20:	vmovss (%r11,%rax,4),%xmm1
   2ad26:	vsubss %xmm9,%xmm1,%xmm1
   2ad2b:	vmulss %xmm1,%xmm10,%xmm1
   2ad2f:	vmulss (%rbx,%rax,4),%xmm1,%xmm1
   2ad34:	vaddss (%r12,%rax,4),%xmm1,%xmm1
   2ad3a:	vmovss %xmm1,(%r12,%rax,4)
   2ad40:	vmovss 0x4(%r11,%rax,4),%xmm1
   2ad47:	vsubss %xmm9,%xmm1,%xmm1
   2ad4c:	vmulss %xmm1,%xmm10,%xmm1
   2ad50:	vmulss 0x4(%rbx,%rax,4),%xmm1,%xmm1
   2ad56:	vaddss 0x4(%r12,%rax,4),%xmm1,%xmm1
   2ad5d:	vmovss %xmm1,0x4(%r12,%rax,4)
   2ad64:	add    $0x2,%rax
   2ad68:	cmp    %rax,%rsi
   2ad6b:	jne    2ad20 <_ZN45_$LT$f32$u20$as$u20$nn_core..float..Float$GT$9vectorize6avx51217hdb4fc68ea0b4a169E.llvm.8119007771478257714+0xef0>
   2ad6d:	mov    0x300(%rsp),%rsi
   2ad75:	cmp    %rdx,%rsi
   2ad78:	ja     2c45d <_ZN45_$LT$f32$u20$as$u20$nn_core..float..Float$GT$9vectorize6avx51217hdb4fc68ea0b4a169E.llvm.8119007771478257714+0x262d>
   2ad7e:	vmovss 0x10(%rsp),%xmm1
   2ad84:	vaddss 0x40(%rsp),%xmm1,%xmm20
   2ad8c:	vaddss 0x90(%rsp),%xmm0,%xmm19
   2ad94:	test   %rsi,%rsi
   2ad97:	je     2b7f0 <_ZN45_$LT$f32$u20$as$u20$nn_core..float..Float$GT$9vectorize6avx51217hdb4fc68ea0b4a169E.llvm.8119007771478257714+0x19c0>
   2ad9d:	cmp    $0x8,%rsi
   2ada1:	jae    2b592 <_ZN45_$LT$f32$u20$as$u20$nn_core..float..Float$GT$9vectorize6avx51217hdb4fc68ea0b4a169E.llvm.8119007771478257714+0x1762>
   2ada7:	xor    %eax,%eax
   2ada9:	mov    0x138(%rsp),%rdi
   2adb1:	jmp    2b770 <_ZN45_$LT$f32$u20$as$u20$nn_core..float..Float$GT$9vectorize6avx51217hdb4fc68ea0b4a169E.llvm.8119007771478257714+0x1940>
   2adb6:	mov    %r12d,%eax
   2adb9:	xor    %edx,%edx
   2adbb:	div    %r13d
   2adbe:	mov    %rax,0x2f0(%rsp)
   2adc6:	vpxord %zmm20,%zmm20,%zmm20
   2adcc:	vpxord %zmm19,%zmm19,%zmm19
   2add2:	cmp    %r12,%r13
   2add5:	ja     2b7f0 <_ZN45_$LT$f32$u20$as$u20$nn_core..float..Float$GT$9vectorize6avx51217hdb4fc68ea0b4a169E.llvm.8119007771478257714+0x19c0>
   2addb:	mov    0x30(%rsp),%rax
   2ade0:	add    $0x80,%rax
   2ade6:	mov    %rax,0x3a0(%rsp)
   2adee:	vbroadcastss %xmm9,%zmm21
   2adf4:	mov    0xb8(%rsp),%rcx
   2adfc:	mov    0x2b8(%rsp),%r12
   2ae04:	mov    0xb0(%rsp),%r15
   2ae0c:	mov    0x2c0(%rsp),%r10
   2ae14:	mov    0x2c8(%rsp),%r11
   2ae1c:	xor    %edx,%edx
   2ae1e:	vmovups %zmm21,0x3f0(%rsp)
   2ae29:	jmp    2ae72 <_ZN45_$LT$f32$u20$as$u20$nn_core..float..Float$GT$9vectorize6avx51217hdb4fc68ea0b4a169E.llvm.8119007771478257714+0x1042>
   2ae2b:	nopl   0x0(%rax,%rax,1)
   2ae30:	inc    %rdx
   2ae33:	vmulss %xmm1,%xmm2,%xmm1
   2ae37:	vaddss %xmm1,%xmm20,%xmm20
   2ae3d:	vmulss %xmm0,%xmm2,%xmm0
   2ae41:	vaddss %xmm0,%xmm19,%xmm19
   2ae47:	mov    0x80(%rsp),%rax
   2ae4f:	add    %rax,%r11
   2ae52:	add    %rax,%r10
   2ae55:	add    %rax,%r15
   2ae58:	add    %rax,%r12
   2ae5b:	add    %rax,%rcx
   2ae5e:	cmp    0x2f0(%rsp),%rdx
   2ae66:	vmovaps 0x60(%rsp),%xmm9
   2ae6c:	jae    2b7f0 <_ZN45_$LT$f32$u20$as$u20$nn_core..float..Float$GT$9vectorize6avx51217hdb4fc68ea0b4a169E.llvm.8119007771478257714+0x19c0>
   2ae72:	mov    %rcx,0x20(%rsp)
   2ae77:	vxorps %xmm0,%xmm0,%xmm0
   2ae7b:	vmovups %zmm0,0x210(%rsp)
   2ae86:	vmovups %zmm0,0x1d0(%rsp)
   2ae91:	vmovups %zmm0,0x190(%rsp)
   2ae9c:	vmovups %zmm0,0x150(%rsp)
   2aea7:	cmp    $0x20,%r13
   2aeab:	mov    %r10,0xd8(%rsp)
   2aeb3:	mov    %r11,0xd0(%rsp)
   2aebb:	mov    %rdx,0xe0(%rsp)
   2aec3:	jae    2aef0 <_ZN45_$LT$f32$u20$as$u20$nn_core..float..Float$GT$9vectorize6avx51217hdb4fc68ea0b4a169E.llvm.8119007771478257714+0x10c0>
   2aec5:	xor    %edi,%edi
   2aec7:	mov    %rdi,%rax
   2aeca:	or     $0x8,%rax
   2aece:	cmp    %r13,%rax
   2aed1:	jbe    2b120 <_ZN45_$LT$f32$u20$as$u20$nn_core..float..Float$GT$9vectorize6avx51217hdb4fc68ea0b4a169E.llvm.8119007771478257714+0x12f0>
   2aed7:	mov    %rdi,%rcx
   2aeda:	mov    0x28(%rsp),%rbx
   2aedf:	jmp    2b3c0 <_ZN45_$LT$f32$u20$as$u20$nn_core..float..Float$GT$9vectorize6avx51217hdb4fc68ea0b4a169E.llvm.8119007771478257714+0x1590>
   2aee4:	data16 data16 cs nopw 0x0(%rax,%rax,1)
   2aef0:	mov    0x80(%rsp),%rcx
   2aef8:	imul   %rdx,%rcx
   2aefc:	mov    0x30(%rsp),%rax
   2af01:	add    %rcx,%rax
   2af04:	mov    %rax,0x90(%rsp)
   2af0c:	add    0x3a0(%rsp),%rcx
   2af14:	mov    %rdx,%rax
   2af17:	imul   %r13,%rax
   2af1b:	mov    0x70(%rsp),%rdx
   2af20:	lea    (%rdx,%rax,4),%rdx
   2af24:	mov    %rdx,0x40(%rsp)
   2af29:	mov    0x78(%rsp),%rdx
   2af2e:	lea    (%rdx,%rax,4),%rax
   2af32:	mov    %rax,0x10(%rsp)
   2af37:	mov    $0x20,%edx
   2af3c:	xor    %ebx,%ebx
   2af3e:	xor    %eax,%eax
   2af40:	jmp    2b008 <_ZN45_$LT$f32$u20$as$u20$nn_core..float..Float$GT$9vectorize6avx51217hdb4fc68ea0b4a169E.llvm.8119007771478257714+0x11d8>
   2af45:	data16 cs nopw 0x0(%rax,%rax,1)
   2af50:	mov    0x40(%rsp),%rdx
   2af55:	vmovups (%rdx,%rax,4),%zmm0
   2af5c:	mov    0x10(%rsp),%rsi
   2af61:	vmovups (%rsi,%rax,4),%zmm1
   2af68:	vsubps %zmm21,%zmm0,%zmm0
   2af6e:	vaddps 0x150(%rsp),%zmm1,%zmm2
   2af79:	vmulps %zmm1,%zmm0,%zmm0
   2af7f:	vmovups %zmm2,0x150(%rsp)
   2af8a:	vaddps 0x1d0(%rsp),%zmm0,%zmm0
   2af95:	vmovups %zmm0,0x1d0(%rsp)
   2afa0:	vmovups 0x40(%rdx,%rax,4),%zmm0
   2afa8:	vmovups 0x40(%rsi,%rax,4),%zmm1
   2afb0:	vsubps %zmm21,%zmm0,%zmm0
   2afb6:	vmulps %zmm1,%zmm0,%zmm0
   2afbc:	vaddps 0x190(%rsp),%zmm1,%zmm1
   2afc7:	vmovups %zmm1,0x190(%rsp)
   2afd2:	vaddps 0x210(%rsp),%zmm0,%zmm0
   2afdd:	vmovups %zmm0,0x210(%rsp)
   2afe8:	lea    0x20(%rdi),%rdx
   2afec:	inc    %rbx
   2afef:	sub    $0xffffffffffffff80,%r11
   2aff3:	sub    $0xffffffffffffff80,%r10
   2aff7:	mov    %rdi,%rax
   2affa:	mov    0x38(%rsp),%r13
   2afff:	cmp    %r13,%rdx
   2b002:	ja     2aec7 <_ZN45_$LT$f32$u20$as$u20$nn_core..float..Float$GT$9vectorize6avx51217hdb4fc68ea0b4a169E.llvm.8119007771478257714+0x1097>
   2b008:	mov    %rdx,%rdi
   2b00b:	mov    %r13,%rdx
   2b00e:	sub    %rax,%rdx
   2b011:	jb     2c2f3 <_ZN45_$LT$f32$u20$as$u20$nn_core..float..Float$GT$9vectorize6avx51217hdb4fc68ea0b4a169E.llvm.8119007771478257714+0x24c3>
   2b017:	cmp    $0x20,%rdx
   2b01b:	jb     2c2c5 <_ZN45_$LT$f32$u20$as$u20$nn_core..float..Float$GT$9vectorize6avx51217hdb4fc68ea0b4a169E.llvm.8119007771478257714+0x2495>
   2b021:	mov    %rbx,%rdx
   2b024:	shl    $0x7,%rdx
   2b028:	mov    0x90(%rsp),%rsi
   2b030:	lea    (%rsi,%rdx,1),%r14
   2b034:	mov    0x88(%rsp),%rsi
   2b03c:	lea    (%rsi,%r14,1),%r13
   2b040:	add    %rcx,%rdx
   2b043:	lea    (%rsi,%rdx,1),%rbp
   2b047:	mov    0x58(%rsp),%rsi
   2b04c:	add    %rsi,%r14
   2b04f:	add    %rsi,%rdx
   2b052:	lea    0x150(%rsp),%r8
   2b05a:	cmp    %rbp,%r8
   2b05d:	setb   %bpl
   2b061:	lea    0x250(%rsp),%r9
   2b069:	cmp    %r9,%r13
   2b06c:	setb   %sil
   2b070:	cmp    %rdx,%r8
   2b073:	setb   %dl
   2b076:	cmp    %r9,%r14
   2b079:	setb   %r13b
   2b07d:	test   %sil,%bpl
   2b080:	jne    2b08b <_ZN45_$LT$f32$u20$as$u20$nn_core..float..Float$GT$9vectorize6avx51217hdb4fc68ea0b4a169E.llvm.8119007771478257714+0x125b>
   2b082:	and    %r13b,%dl
   2b085:	je     2af50 <_ZN45_$LT$f32$u20$as$u20$nn_core..float..Float$GT$9vectorize6avx51217hdb4fc68ea0b4a169E.llvm.8119007771478257714+0x1120>
   2b08b:	xor    %eax,%eax
   2b08d:	nopl   (%rax)
   2b090:	vmovss -0x4(%r11,%rax,4),%xmm0
   2b097:	vmovss -0x4(%r10,%rax,4),%xmm1
   2b09e:	vsubss %xmm9,%xmm0,%xmm0
   2b0a3:	vmulss %xmm1,%xmm0,%xmm0
   2b0a7:	vaddss 0x150(%rsp,%rax,4),%xmm1,%xmm1
   2b0b0:	vmovss %xmm1,0x150(%rsp,%rax,4)
   2b0b9:	vaddss 0x1d0(%rsp,%rax,4),%xmm0,%xmm0
   2b0c2:	vmovss %xmm0,0x1d0(%rsp,%rax,4)
   2b0cb:	vmovss (%r11,%rax,4),%xmm0
   2b0d1:	vmovss (%r10,%rax,4),%xmm1
   2b0d7:	vsubss %xmm9,%xmm0,%xmm0
   2b0dc:	vaddss 0x154(%rsp,%rax,4),%xmm1,%xmm2
   2b0e5:	vmulss %xmm1,%xmm0,%xmm0
   2b0e9:	vmovss %xmm2,0x154(%rsp,%rax,4)
   2b0f2:	vaddss 0x1d4(%rsp,%rax,4),%xmm0,%xmm0
   2b0fb:	vmovss %xmm0,0x1d4(%rsp,%rax,4)
   2b104:	add    $0x2,%rax
   2b108:	cmp    $0x20,%rax
   2b10c:	jne    2b090 <_ZN45_$LT$f32$u20$as$u20$nn_core..float..Float$GT$9vectorize6avx51217hdb4fc68ea0b4a169E.llvm.8119007771478257714+0x1260>
   2b10e:	jmp    2afe8 <_ZN45_$LT$f32$u20$as$u20$nn_core..float..Float$GT$9vectorize6avx51217hdb4fc68ea0b4a169E.llvm.8119007771478257714+0x11b8>
   2b113:	data16 data16 data16 cs nopw 0x0(%rax,%rax,1)
   2b120:	vmovss 0x150(%rsp),%xmm18
   2b128:	vmovss 0x154(%rsp),%xmm1
   2b131:	vmovss 0x1d0(%rsp),%xmm2
   2b13a:	vmovss 0x1d4(%rsp),%xmm3
   2b143:	vmovss 0x158(%rsp),%xmm4
   2b14c:	vmovss 0x1d8(%rsp),%xmm5
   2b155:	vmovss 0x15c(%rsp),%xmm6
   2b15e:	vmovss 0x1dc(%rsp),%xmm7
   2b167:	vmovss 0x160(%rsp),%xmm8
   2b170:	vmovss 0x1e0(%rsp),%xmm9
   2b179:	vmovss 0x164(%rsp),%xmm10
   2b182:	vmovss 0x1e4(%rsp),%xmm11
   2b18b:	vmovss 0x168(%rsp),%xmm12
   2b194:	vmovss 0x1e8(%rsp),%xmm13
   2b19d:	vmovss 0x16c(%rsp),%xmm14
   2b1a6:	vmovss 0x1ec(%rsp),%xmm15
   2b1af:	mov    %r13,%rdx
   2b1b2:	sub    %rdi,%rdx
   2b1b5:	mov    0x28(%rsp),%rbx
   2b1ba:	nopw   0x0(%rax,%rax,1)
   2b1c0:	cmp    %r13,%rdi
   2b1c3:	ja     2c30c <_ZN45_$LT$f32$u20$as$u20$nn_core..float..Float$GT$9vectorize6avx51217hdb4fc68ea0b4a169E.llvm.8119007771478257714+0x24dc>
   2b1c9:	mov    %rdx,%rax
   2b1cc:	sub    $0x8,%rax
   2b1d0:	jb     2c2dc <_ZN45_$LT$f32$u20$as$u20$nn_core..float..Float$GT$9vectorize6avx51217hdb4fc68ea0b4a169E.llvm.8119007771478257714+0x24ac>
   2b1d6:	vmovss -0x10(%r12,%rdi,4),%xmm16
   2b1de:	vmovss (%r15,%rdi,4),%xmm17
   2b1e5:	vmovaps 0x60(%rsp),%xmm0
   2b1eb:	vsubss %xmm0,%xmm16,%xmm16
   2b1f1:	vmulss %xmm17,%xmm16,%xmm16
   2b1f7:	vaddss %xmm2,%xmm16,%xmm2
   2b1fd:	vaddss %xmm17,%xmm18,%xmm18
   2b203:	vmovss %xmm18,0x150(%rsp)
   2b20b:	vmovss %xmm2,0x1d0(%rsp)
   2b214:	vmovss -0xc(%r12,%rdi,4),%xmm16
   2b21c:	vmovss 0x4(%r15,%rdi,4),%xmm17
   2b224:	vsubss %xmm0,%xmm16,%xmm16
   2b22a:	vmulss %xmm17,%xmm16,%xmm16
   2b230:	vaddss %xmm3,%xmm16,%xmm3
   2b236:	vaddss %xmm17,%xmm1,%xmm1
   2b23c:	vmovss %xmm1,0x154(%rsp)
   2b245:	vmovss %xmm3,0x1d4(%rsp)
   2b24e:	vmovss -0x8(%r12,%rdi,4),%xmm16
   2b256:	vmovss 0x8(%r15,%rdi,4),%xmm17
   2b25e:	vsubss %xmm0,%xmm16,%xmm16
   2b264:	vmulss %xmm17,%xmm16,%xmm16
   2b26a:	vaddss %xmm5,%xmm16,%xmm5
   2b270:	vaddss %xmm17,%xmm4,%xmm4
   2b276:	vmovss %xmm4,0x158(%rsp)
   2b27f:	vmovss %xmm5,0x1d8(%rsp)
   2b288:	vmovss -0x4(%r12,%rdi,4),%xmm16
   2b290:	vmovss 0xc(%r15,%rdi,4),%xmm17
   2b298:	vsubss %xmm0,%xmm16,%xmm16
   2b29e:	vmulss %xmm17,%xmm16,%xmm16
   2b2a4:	vaddss %xmm7,%xmm16,%xmm7
   2b2aa:	vaddss %xmm17,%xmm6,%xmm6
   2b2b0:	vmovss %xmm6,0x15c(%rsp)
   2b2b9:	vmovss %xmm7,0x1dc(%rsp)
   2b2c2:	vmovss (%r12,%rdi,4),%xmm16
   2b2c9:	vmovss 0x10(%r15,%rdi,4),%xmm17
   2b2d1:	vsubss %xmm0,%xmm16,%xmm16
   2b2d7:	vmulss %xmm17,%xmm16,%xmm16
   2b2dd:	vaddss %xmm9,%xmm16,%xmm9
   2b2e3:	vaddss %xmm17,%xmm8,%xmm8
   2b2e9:	vmovss %xmm8,0x160(%rsp)
   2b2f2:	vmovss %xmm9,0x1e0(%rsp)
   2b2fb:	vmovss 0x4(%r12,%rdi,4),%xmm16
   2b303:	vmovss 0x14(%r15,%rdi,4),%xmm17
   2b30b:	vsubss %xmm0,%xmm16,%xmm16
   2b311:	vmulss %xmm17,%xmm16,%xmm16
   2b317:	vaddss %xmm11,%xmm16,%xmm11
   2b31d:	vaddss %xmm17,%xmm10,%xmm10
   2b323:	vmovss %xmm10,0x164(%rsp)
   2b32c:	vmovss %xmm11,0x1e4(%rsp)
   2b335:	vmovss 0x8(%r12,%rdi,4),%xmm16
   2b33d:	vmovss 0x18(%r15,%rdi,4),%xmm17
   2b345:	vsubss %xmm0,%xmm16,%xmm16
   2b34b:	vmulss %xmm17,%xmm16,%xmm16
   2b351:	vaddss %xmm13,%xmm16,%xmm13
   2b357:	vaddss %xmm17,%xmm12,%xmm12
   2b35d:	vmovss %xmm12,0x168(%rsp)
   2b366:	vmovss %xmm13,0x1e8(%rsp)
   2b36f:	vmovss 0xc(%r12,%rdi,4),%xmm16
   2b377:	vmovss 0x1c(%r15,%rdi,4),%xmm17
   2b37f:	vsubss %xmm0,%xmm16,%xmm16
   2b385:	vmulss %xmm17,%xmm16,%xmm16
   2b38b:	vaddss %xmm15,%xmm16,%xmm15
   2b391:	vaddss %xmm17,%xmm14,%xmm14
   2b397:	vmovss %xmm14,0x16c(%rsp)
   2b3a0:	vmovss %xmm15,0x1ec(%rsp)
   2b3a9:	lea    0x8(%rdi),%rcx
   2b3ad:	add    $0x10,%rdi
   2b3b1:	mov    %rax,%rdx
   2b3b4:	cmp    %r13,%rdi
   2b3b7:	mov    %rcx,%rdi
   2b3ba:	jbe    2b1c0 <_ZN45_$LT$f32$u20$as$u20$nn_core..float..Float$GT$9vectorize6avx51217hdb4fc68ea0b4a169E.llvm.8119007771478257714+0x1390>
   2b3c0:	vmovd  %xmm20,0x40(%rsp)
   2b3c8:	vmovd  %xmm19,0x90(%rsp)
   2b3d0:	vxorps %xmm3,%xmm3,%xmm3
   2b3d4:	vxorps %xmm4,%xmm4,%xmm4
   2b3d8:	cmp    %r13,%rcx
   2b3db:	vmovaps 0x60(%rsp),%xmm2
   2b3e1:	mov    0x20(%rsp),%rax
   2b3e6:	jae    2b41c <_ZN45_$LT$f32$u20$as$u20$nn_core..float..Float$GT$9vectorize6avx51217hdb4fc68ea0b4a169E.llvm.8119007771478257714+0x15ec>
   2b3e8:	nopl   0x0(%rax,%rax,1)
   2b3f0:	cmp    %rcx,%r13
   2b3f3:	je     2c523 <_ZN45_$LT$f32$u20$as$u20$nn_core..float..Float$GT$9vectorize6avx51217hdb4fc68ea0b4a169E.llvm.8119007771478257714+0x26f3>
   2b3f9:	vmovss (%rax,%rcx,4),%xmm0
   2b3fe:	vmovss (%r15,%rcx,4),%xmm1
   2b404:	vsubss %xmm2,%xmm0,%xmm0
   2b408:	vmulss %xmm1,%xmm0,%xmm0
   2b40c:	vaddss %xmm3,%xmm0,%xmm3
   2b410:	vaddss %xmm4,%xmm1,%xmm4
   2b414:	inc    %rcx
   2b417:	cmp    %rcx,%r13
   2b41a:	jne    2b3f0 <_ZN45_$LT$f32$u20$as$u20$nn_core..float..Float$GT$9vectorize6avx51217hdb4fc68ea0b4a169E.llvm.8119007771478257714+0x15c0>
   2b41c:	vmovss %xmm4,0x140(%rsp)
   2b425:	vmovss %xmm3,0x10(%rsp)
   2b42b:	mov    $0x20,%esi
   2b430:	lea    0x150(%rsp),%rdi
   2b438:	vzeroupper
   2b43b:	call   408b0 <_ZN7nn_core7kernels8channels6add_up17ha9ac1395fa7cd60fE>
   2b440:	vmovss %xmm0,0x14c(%rsp)
   2b449:	mov    $0x20,%esi
   2b44e:	lea    0x1d0(%rsp),%rdi
   2b456:	call   408b0 <_ZN7nn_core7kernels8channels6add_up17ha9ac1395fa7cd60fE>
   2b45b:	mov    0xe0(%rsp),%rdx
   2b463:	cmp    %rbx,%rdx
   2b466:	je     2c575 <_ZN45_$LT$f32$u20$as$u20$nn_core..float..Float$GT$9vectorize6avx51217hdb4fc68ea0b4a169E.llvm.8119007771478257714+0x2745>
   2b46c:	vmovss 0x14c(%rsp),%xmm1
   2b475:	vaddss 0x140(%rsp),%xmm1,%xmm1
   2b47e:	vaddss 0x10(%rsp),%xmm0,%xmm0
   2b484:	mov    0xe8(%rsp),%rax
   2b48c:	vmovss (%rax,%rdx,4),%xmm2
   2b491:	vmovaps 0x250(%rsp),%xmm10
   2b49a:	vmulss %xmm0,%xmm10,%xmm3
   2b49e:	mov    0x2f8(%rsp),%rax
   2b4a6:	vaddss (%rax,%rdx,4),%xmm3,%xmm3
   2b4ab:	vmovss %xmm3,(%rax,%rdx,4)
   2b4b0:	cmp    0x300(%rsp),%rdx
   2b4b8:	vmovss 0x90(%rsp),%xmm19
   2b4c0:	vmovss 0x40(%rsp),%xmm20
   2b4c8:	vmovups 0x3f0(%rsp),%zmm21
   2b4d3:	mov    0x20(%rsp),%rcx
   2b4d8:	mov    0xd8(%rsp),%r10
   2b4e0:	mov    0xd0(%rsp),%r11
   2b4e8:	jae    2ae30 <_ZN45_$LT$f32$u20$as$u20$nn_core..float..Float$GT$9vectorize6avx51217hdb4fc68ea0b4a169E.llvm.8119007771478257714+0x1000>
   2b4ee:	mov    0x138(%rsp),%rax
   2b4f6:	vaddss (%rax,%rdx,4),%xmm1,%xmm3
   2b4fb:	vmovss %xmm3,(%rax,%rdx,4)
   2b500:	jmp    2ae30 <_ZN45_$LT$f32$u20$as$u20$nn_core..float..Float$GT$9vectorize6avx51217hdb4fc68ea0b4a169E.llvm.8119007771478257714+0x1000>
   2b505:	mov    0x2d8(%rsp),%rax
   2b50d:	lea    0x4(,%rax,4),%rcx
   2b515:	mov    0x140(%rsp),%rax
   2b51d:	imul   0x370(%rsp),%rax
   2b526:	sub    %rax,%rcx
   2b529:	imul   %rsi,%rcx
   2b52d:	add    0x120(%rsp),%rcx
   2b535:	cmp    0x360(%rsp),%r12
   2b53d:	setb   %r8b
   2b541:	cmp    %rcx,0x88(%rsp)
   2b549:	setb   %dil
   2b54d:	cmp    0x368(%rsp),%r12
   2b555:	setb   %al
   2b558:	cmp    %rcx,0x58(%rsp)
   2b55d:	setb   %cl
   2b560:	test   %dil,%r8b
   2b563:	jne    2acdc <_ZN45_$LT$f32$u20$as$u20$nn_core..float..Float$GT$9vectorize6avx51217hdb4fc68ea0b4a169E.llvm.8119007771478257714+0xeac>
   2b569:	and    %cl,%al
   2b56b:	jne    2acdc <_ZN45_$LT$f32$u20$as$u20$nn_core..float..Float$GT$9vectorize6avx51217hdb4fc68ea0b4a169E.llvm.8119007771478257714+0xeac>
   2b571:	mov    $0x0,%eax
   2b576:	cmpq   $0x0,0x358(%rsp)
   2b57f:	jne    2acde <_ZN45_$LT$f32$u20$as$u20$nn_core..float..Float$GT$9vectorize6avx51217hdb4fc68ea0b4a169E.llvm.8119007771478257714+0xeae>
   2b585:	cmp    $0x20,%rsi
   2b589:	jae    2b5d1 <_ZN45_$LT$f32$u20$as$u20$nn_core..float..Float$GT$9vectorize6avx51217hdb4fc68ea0b4a169E.llvm.8119007771478257714+0x17a1>
   2b58b:	xor    %ecx,%ecx
   2b58d:	jmp    2b66b <_ZN45_$LT$f32$u20$as$u20$nn_core..float..Float$GT$9vectorize6avx51217hdb4fc68ea0b4a169E.llvm.8119007771478257714+0x183b>
   2b592:	mov    0x58(%rsp),%rax
   2b597:	mov    0x30(%rsp),%rcx
   2b59c:	add    %rcx,%rax
   2b59f:	lea    (%rax,%rsi,4),%rcx
   2b5a3:	mov    0x138(%rsp),%rdi
   2b5ab:	cmp    %rcx,%rdi
   2b5ae:	jae    2b5c0 <_ZN45_$LT$f32$u20$as$u20$nn_core..float..Float$GT$9vectorize6avx51217hdb4fc68ea0b4a169E.llvm.8119007771478257714+0x1790>
   2b5b0:	lea    (%rdi,%rsi,4),%rcx
   2b5b4:	cmp    %rcx,%rax
   2b5b7:	jae    2b5c0 <_ZN45_$LT$f32$u20$as$u20$nn_core..float..Float$GT$9vectorize6avx51217hdb4fc68ea0b4a169E.llvm.8119007771478257714+0x1790>
   2b5b9:	xor    %eax,%eax
   2b5bb:	jmp    2b770 <_ZN45_$LT$f32$u20$as$u20$nn_core..float..Float$GT$9vectorize6avx51217hdb4fc68ea0b4a169E.llvm.8119007771478257714+0x1940>
   2b5c0:	cmp    $0x40,%rsi
   2b5c4:	jae    2b6b6 <_ZN45_$LT$f32$u20$as$u20$nn_core..float..Float$GT$9vectorize6avx51217hdb4fc68ea0b4a169E.llvm.8119007771478257714+0x1886>
   2b5ca:	xor    %eax,%eax
   2b5cc:	jmp    2b735 <_ZN45_$LT$f32$u20$as$u20$nn_core..float..Float$GT$9vectorize6avx51217hdb4fc68ea0b4a169E.llvm.8119007771478257714+0x1905>
   2b5d1:	vbroadcastss %xmm9,%zmm1
   2b5d7:	vbroadcastss %xmm10,%zmm2
   2b5dd:	xor    %eax,%eax
   2b5df:	mov    0x298(%rsp),%rcx
   2b5e7:	nopw   0x0(%rax,%rax,1)
   2b5f0:	vmovups -0x40(%r10,%rax,4),%zmm3
   2b5f8:	vmovups (%r10,%rax,4),%zmm4
   2b5ff:	vsubps %zmm1,%zmm3,%zmm3
   2b605:	vsubps %zmm1,%zmm4,%zmm4
   2b60b:	vmulps %zmm3,%zmm2,%zmm3
   2b611:	vmulps %zmm4,%zmm2,%zmm4
   2b617:	vmulps -0x40(%r9,%rax,4),%zmm3,%zmm3
   2b61f:	vmulps (%r9,%rax,4),%zmm4,%zmm4
   2b626:	vaddps (%r12,%rax,4),%zmm3,%zmm3
   2b62d:	vaddps 0x40(%r12,%rax,4),%zmm4,%zmm4
   2b635:	vmovups %zmm3,(%r12,%rax,4)
   2b63c:	vmovups %zmm4,0x40(%r12,%rax,4)
   2b644:	add    $0x20,%rax
   2b648:	cmp    %rax,%rcx
   2b64b:	jne    2b5f0 <_ZN45_$LT$f32$u20$as$u20$nn_core..float..Float$GT$9vectorize6avx51217hdb4fc68ea0b4a169E.llvm.8119007771478257714+0x17c0>
   2b64d:	cmp    %rcx,%rsi
   2b650:	je     2ad6d <_ZN45_$LT$f32$u20$as$u20$nn_core..float..Float$GT$9vectorize6avx51217hdb4fc68ea0b4a169E.llvm.8119007771478257714+0xf3d>
   2b656:	mov    0x298(%rsp),%rax
   2b65e:	mov    %rax,%rcx
   2b661:	test   $0x1c,%sil
   2b665:	je     2acde <_ZN45_$LT$f32$u20$as$u20$nn_core..float..Float$GT$9vectorize6avx51217hdb4fc68ea0b4a169E.llvm.8119007771478257714+0xeae>
   2b66b:	vbroadcastss %xmm9,%xmm1
   2b670:	vbroadcastss %xmm10,%xmm2
   2b675:	mov    0x350(%rsp),%rax
   2b67d:	nopl   (%rax)
   2b680:	vmovups (%r11,%rcx,4),%xmm3
   2b686:	vsubps %xmm1,%xmm3,%xmm3
   2b68a:	vmulps %xmm3,%xmm2,%xmm3
   2b68e:	vmulps (%rbx,%rcx,4),%xmm3,%xmm3
   2b693:	vaddps (%r12,%rcx,4),%xmm3,%xmm3
   2b699:	vmovups %xmm3,(%r12,%rcx,4)
   2b69f:	add    $0x4,%rcx
   2b6a3:	cmp    %rcx,%rax
   2b6a6:	jne    2b680 <_ZN45_$LT$f32$u20$as$u20$nn_core..float..Float$GT$9vectorize6avx51217hdb4fc68ea0b4a169E.llvm.8119007771478257714+0x1850>
   2b6a8:	cmp    %rax,%rsi
   2b6ab:	jne    2acde <_ZN45_$LT$f32$u20$as$u20$nn_core..float..Float$GT$9vectorize6avx51217hdb4fc68ea0b4a169E.llvm.8119007771478257714+0xeae>
   2b6b1:	jmp    2ad6d <_ZN45_$LT$f32$u20$as$u20$nn_core..float..Float$GT$9vectorize6avx51217hdb4fc68ea0b4a169E.llvm.8119007771478257714+0xf3d>
   2b6b6:	mov    %rsi,%rax
   2b6b9:	and    $0xffffffffffffffc0,%rax
   2b6bd:	xor    %ecx,%ecx
   2b6bf:	nop
   2b6c0:	vmovups (%rbx,%rcx,4),%zmm0
   2b6c7:	vmovups 0x40(%rbx,%rcx,4),%zmm1
   2b6cf:	vmovups 0x80(%rbx,%rcx,4),%zmm2
   2b6d7:	vmovups 0xc0(%rbx,%rcx,4),%zmm3
   2b6df:	vaddps (%rdi,%rcx,4),%zmm0,%zmm0
   2b6e6:	vaddps 0x40(%rdi,%rcx,4),%zmm1,%zmm1
   2b6ee:	vaddps 0x80(%rdi,%rcx,4),%zmm2,%zmm2
   2b6f6:	vaddps 0xc0(%rdi,%rcx,4),%zmm3,%zmm3
   2b6fe:	vmovups %zmm0,(%rdi,%rcx,4)
   2b705:	vmovups %zmm1,0x40(%rdi,%rcx,4)
   2b70d:	vmovups %zmm2,0x80(%rdi,%rcx,4)
   2b715:	vmovups %zmm3,0xc0(%rdi,%rcx,4)
   2b71d:	add    $0x40,%rcx
   2b721:	cmp    %rcx,%rax
   2b724:	jne    2b6c0 <_ZN45_$LT$f32$u20$as$u20$nn_core..float..Float$GT$9vectorize6avx51217hdb4fc68ea0b4a169E.llvm.8119007771478257714+0x1890>
   2b726:	cmp    %rax,%rsi
   2b729:	je     2b7f0 <_ZN45_$LT$f32$u20$as$u20$nn_core..float..Float$GT$9vectorize6avx51217hdb4fc68ea0b4a169E.llvm.8119007771478257714+0x19c0>
   2b72f:	test   $0x38,%sil
   2b733:	je     2b770 <_ZN45_$LT$f32$u20$as$u20$nn_core..float..Float$GT$9vectorize6avx51217hdb4fc68ea0b4a169E.llvm.8119007771478257714+0x1940>
   2b735:	mov    %rax,%rcx
   2b738:	mov    %rsi,%rax
   2b73b:	and    $0xfffffffffffffff8,%rax
   2b73f:	nop
   2b740:	vmovups (%rbx,%rcx,4),%ymm0
   2b745:	vaddps (%rdi,%rcx,4),%ymm0,%ymm0
   2b74a:	vmovups %ymm0,(%rdi,%rcx,4)
   2b74f:	add    $0x8,%rcx
   2b753:	cmp    %rcx,%rax
   2b756:	jne    2b740 <_ZN45_$LT$f32$u20$as$u20$nn_core..float..Float$GT$9vectorize6avx51217hdb4fc68ea0b4a169E.llvm.8119007771478257714+0x1910>
   2b758:	cmp    %rax,%rsi
   2b75b:	je     2b7f0 <_ZN45_$LT$f32$u20$as$u20$nn_core..float..Float$GT$9vectorize6avx51217hdb4fc68ea0b4a169E.llvm.8119007771478257714+0x19c0>
   2b761:	data16 data16 data16 data16 data16 cs nopw 0x0(%rax,%rax,1)
   2b770:	mov    %rsi,%rdx
   2b773:	mov    %rax,%rcx
   2b776:	and    $0x3,%rdx
   2b77a:	je     2b797 <_ZN45_$LT$f32$u20$as$u20$nn_core..float..Float$GT$9vectorize6avx51217hdb4fc68ea0b4a169E.llvm.8119007771478257714+0x1967>
   2b77c:	mov    %rax,%rcx
   2b77f:	nop
   2b780:	vmovss (%rbx,%rcx,4),%xmm0
   2b785:	vaddss (%rdi,%rcx,4),%xmm0,%xmm0
   2b78a:	vmovss %xmm0,(%rdi,%rcx,4)
   2b78f:	inc    %rcx
   2b792:	dec    %rdx
   2b795:	jne    2b780 <_ZN45_$LT$f32$u20$as$u20$nn_core..float..Float$GT$9vectorize6avx51217hdb4fc68ea0b4a169E.llvm.8119007771478257714+0x1950>
   2b797:	sub    %rsi,%rax
   2b79a:	cmp    $0xfffffffffffffffc,%rax
   2b79e:	ja     2b7f0 <_ZN45_$LT$f32$u20$as$u20$nn_core..float..Float$GT$9vectorize6avx51217hdb4fc68ea0b4a169E.llvm.8119007771478257714+0x19c0>
   2b7a0:	vmovss (%rbx,%rcx,4),%xmm0
   2b7a5:	vaddss (%rdi,%rcx,4),%xmm0,%xmm0
   2b7aa:	vmovss %xmm0,(%rdi,%rcx,4)
   2b7af:	vmovss 0x4(%rbx,%rcx,4),%xmm0
   2b7b5:	vaddss 0x4(%rdi,%rcx,4),%xmm0,%xmm0
   2b7bb:	vmovss %xmm0,0x4(%rdi,%rcx,4)
   2b7c1:	vmovss 0x8(%rbx,%rcx,4),%xmm0
   2b7c7:	vaddss 0x8(%rdi,%rcx,4),%xmm0,%xmm0
   2b7cd:	vmovss %xmm0,0x8(%rdi,%rcx,4)
   2b7d3:	vmovss 0xc(%rbx,%rcx,4),%xmm0
   2b7d9:	vaddss 0xc(%rdi,%rcx,4),%xmm0,%xmm0
   2b7df:	vmovss %xmm0,0xc(%rdi,%rcx,4)
   2b7e5:	add    $0x4,%rcx
   2b7e9:	cmp    %rcx,%rsi
   2b7ec:	jne    2b7a0 <_ZN45_$LT$f32$u20$as$u20$nn_core..float..Float$GT$9vectorize6avx51217hdb4fc68ea0b4a169E.llvm.8119007771478257714+0x1970>
   2b7ee:	xchg   %ax,%ax
   2b7f0:	cmpb   $0x2,0xe(%rsp)
   2b7f5:	mov    0x18(%rsp),%r12
   2b7fa:	je     2a24f <_ZN45_$LT$f32$u20$as$u20$nn_core..float..Float$GT$9vectorize6avx51217hdb4fc68ea0b4a169E.llvm.8119007771478257714+0x41f>
   2b800:	mov    0x2a8(%rsp),%rdx
   2b808:	mov    0x388(%rsp),%rdi
   2b810:	sub    %rdi,%rdx
   2b813:	jb     2c508 <_ZN45_$LT$f32$u20$as$u20$nn_core..float..Float$GT$9vectorize6avx51217hdb4fc68ea0b4a169E.llvm.8119007771478257714+0x26d8>
   2b819:	cmp    %rdx,%r12
   2b81c:	vmovss 0x148(%rsp),%xmm1
   2b825:	ja     2c4b2 <_ZN45_$LT$f32$u20$as$u20$nn_core..float..Float$GT$9vectorize6avx51217hdb4fc68ea0b4a169E.llvm.8119007771478257714+0x2682>
   2b82b:	cmpq   $0x0,0xc8(%rsp)
   2b834:	je     2b842 <_ZN45_$LT$f32$u20$as$u20$nn_core..float..Float$GT$9vectorize6avx51217hdb4fc68ea0b4a169E.llvm.8119007771478257714+0x1a12>
   2b836:	vmulss %xmm20,%xmm10,%xmm0
   2b83c:	vdivss %xmm1,%xmm0,%xmm11
   2b840:	jmp    2b847 <_ZN45_$LT$f32$u20$as$u20$nn_core..float..Float$GT$9vectorize6avx51217hdb4fc68ea0b4a169E.llvm.8119007771478257714+0x1a17>
   2b842:	vxorps %xmm11,%xmm11,%xmm11
   2b847:	mov    0xe8(%rsp),%rdx
   2b84f:	mov    0x78(%rsp),%rsi
   2b854:	mov    0x70(%rsp),%rdi
   2b859:	vmulss %xmm10,%xmm10,%xmm0
   2b85e:	vmulss %xmm0,%xmm10,%xmm0
   2b862:	vmulss %xmm19,%xmm0,%xmm0
   2b868:	vdivss %xmm1,%xmm0,%xmm12
   2b86c:	cmp    $0x1,%r13
   2b870:	jbe    2b89e <_ZN45_$LT$f32$u20$as$u20$nn_core..float..Float$GT$9vectorize6avx51217hdb4fc68ea0b4a169E.llvm.8119007771478257714+0x1a6e>
   2b872:	mov    %r12,%rax
   2b875:	or     %r13,%rax
   2b878:	shr    $0x20,%rax
   2b87c:	je     2b9ef <_ZN45_$LT$f32$u20$as$u20$nn_core..float..Float$GT$9vectorize6avx51217hdb4fc68ea0b4a169E.llvm.8119007771478257714+0x1bbf>
   2b882:	mov    %r12,%rax
   2b885:	xor    %edx,%edx
   2b887:	div    %r13
   2b88a:	mov    %r12,%rax
   2b88d:	sub    %rdx,%rax
   2b890:	cmp    %rax,%r13
   2b893:	ja     2a24f <_ZN45_$LT$f32$u20$as$u20$nn_core..float..Float$GT$9vectorize6avx51217hdb4fc68ea0b4a169E.llvm.8119007771478257714+0x41f>
   2b899:	jmp    2ba06 <_ZN45_$LT$f32$u20$as$u20$nn_core..float..Float$GT$9vectorize6avx51217hdb4fc68ea0b4a169E.llvm.8119007771478257714+0x1bd6>
   2b89e:	vmovaps %xmm12,0x40(%rsp)
   2b8a4:	vmovaps %xmm11,0x90(%rsp)
   2b8ad:	mov    0xc0(%rsp),%rax
   2b8b5:	mov    0x30(%rsp),%rcx
   2b8ba:	lea    (%rcx,%rax,1),%rbx
   2b8be:	mov    %rdi,0x150(%rsp)
   2b8c6:	mov    %r12,0x158(%rsp)
   2b8ce:	mov    %rsi,0x160(%rsp)
   2b8d6:	mov    %r12,0x168(%rsp)
   2b8de:	mov    %rdx,0x170(%rsp)
   2b8e6:	mov    0x28(%rsp),%rax
   2b8eb:	mov    %rax,0x178(%rsp)
   2b8f3:	mov    %r12,0x308(%rsp)
   2b8fb:	movq   $0x0,0x320(%rsp)
   2b907:	lea    0x3c0(%rsp),%rdi
   2b90f:	lea    0x150(%rsp),%rsi
   2b917:	lea    0x320(%rsp),%rdx
   2b91f:	lea    0x308(%rsp),%rcx
   2b927:	vzeroupper
   2b92a:	call   195a0 <_ZN4core5array40_$LT$impl$u20$$u5b$T$u3b$$u20$N$u5d$$GT$7try_map17haa11e52ac32edebdE>
   2b92f:	mov    0x3c0(%rsp),%r8
   2b937:	mov    0x3c8(%rsp),%rdi
   2b93f:	mov    0x3d0(%rsp),%r9
   2b947:	mov    0x3d8(%rsp),%rcx
   2b94f:	mov    %rcx,%rbp
   2b952:	mov    0x3e0(%rsp),%r10
   2b95a:	mov    0x3e8(%rsp),%rdx
   2b962:	mov    %rdx,%rsi
   2b965:	mov    0x2a0(%rsp),%rax
   2b96d:	cmp    %rdx,%rax
   2b970:	mov    %rdx,%r11
   2b973:	cmovb  %rax,%r11
   2b977:	cmp    %rcx,%r11
   2b97a:	cmovae %rcx,%r11
   2b97e:	cmp    %rdi,%r11
   2b981:	cmovae %rdi,%r11
   2b985:	inc    %r11
   2b988:	testb  $0x1,0xe(%rsp)
   2b98d:	je     2b9bf <_ZN45_$LT$f32$u20$as$u20$nn_core..float..Float$GT$9vectorize6avx51217hdb4fc68ea0b4a169E.llvm.8119007771478257714+0x1b8f>
   2b98f:	cmp    $0x20,%r11
   2b993:	vmovaps 0x60(%rsp),%xmm8
   2b999:	vmovaps 0x90(%rsp),%xmm10
   2b9a2:	ja     2bee2 <_ZN45_$LT$f32$u20$as$u20$nn_core..float..Float$GT$9vectorize6avx51217hdb4fc68ea0b4a169E.llvm.8119007771478257714+0x20b2>
   2b9a8:	xor    %r15d,%r15d
   2b9ab:	vmovaps 0x250(%rsp),%xmm9
   2b9b4:	vmovaps 0x40(%rsp),%xmm11
   2b9ba:	jmp    2c1a4 <_ZN45_$LT$f32$u20$as$u20$nn_core..float..Float$GT$9vectorize6avx51217hdb4fc68ea0b4a169E.llvm.8119007771478257714+0x2374>
   2b9bf:	cmp    $0x20,%r11
   2b9c3:	vmovaps 0x60(%rsp),%xmm8
   2b9c9:	vmovaps 0x90(%rsp),%xmm10
   2b9d2:	ja     2c07c <_ZN45_$LT$f32$u20$as$u20$nn_core..float..Float$GT$9vectorize6avx51217hdb4fc68ea0b4a169E.llvm.8119007771478257714+0x224c>
   2b9d8:	xor    %r15d,%r15d
   2b9db:	vmovaps 0x250(%rsp),%xmm9
   2b9e4:	vmovaps 0x40(%rsp),%xmm11
   2b9ea:	jmp    2c23e <_ZN45_$LT$f32$u20$as$u20$nn_core..float..Float$GT$9vectorize6avx51217hdb4fc68ea0b4a169E.llvm.8119007771478257714+0x240e>
   2b9ef:	mov    %r12d,%eax
   2b9f2:	xor    %edx,%edx
   2b9f4:	div    %r13d
   2b9f7:	mov    %r12,%rax
   2b9fa:	sub    %rdx,%rax
   2b9fd:	cmp    %rax,%r13
   2ba00:	ja     2a24f <_ZN45_$LT$f32$u20$as$u20$nn_core..float..Float$GT$9vectorize6avx51217hdb4fc68ea0b4a169E.llvm.8119007771478257714+0x41f>
   2ba06:	mov    0x80(%rsp),%rcx
   2ba0e:	mov    0x30(%rsp),%rdx
   2ba13:	add    %rdx,%rcx
   2ba16:	mov    %rcx,0x60(%rsp)
   2ba1b:	vbroadcastss %xmm9,%zmm0
   2ba21:	vbroadcastss %xmm12,%zmm1
   2ba27:	vbroadcastss %xmm11,%zmm2
   2ba2d:	mov    0xb8(%rsp),%rsi
   2ba35:	mov    0xb0(%rsp),%r8
   2ba3d:	mov    0xa8(%rsp),%r9
   2ba45:	mov    0xf8(%rsp),%r10
   2ba4d:	mov    0x100(%rsp),%r11
   2ba55:	xor    %ebx,%ebx
   2ba57:	jmp    2ba8b <_ZN45_$LT$f32$u20$as$u20$nn_core..float..Float$GT$9vectorize6avx51217hdb4fc68ea0b4a169E.llvm.8119007771478257714+0x1c5b>
   2ba59:	nopl   0x0(%rax)
   2ba60:	mov    0x80(%rsp),%rcx
   2ba68:	add    %rcx,%r9
   2ba6b:	sub    %r13,%rax
   2ba6e:	inc    %rbx
   2ba71:	add    %rcx,%r11
   2ba74:	add    %rcx,%r10
   2ba77:	add    %rcx,%r8
   2ba7a:	add    %rcx,%rsi
   2ba7d:	cmp    %rax,%r13
   2ba80:	mov    0x18(%rsp),%r12
   2ba85:	ja     2a24f <_ZN45_$LT$f32$u20$as$u20$nn_core..float..Float$GT$9vectorize6avx51217hdb4fc68ea0b4a169E.llvm.8119007771478257714+0x41f>
   2ba8b:	mov    %rbx,%rdi
   2ba8e:	imul   %r13,%rdi
   2ba92:	mov    %r12,%rdx
   2ba95:	sub    %rdi,%rdx
   2ba98:	jb     2c435 <_ZN45_$LT$f32$u20$as$u20$nn_core..float..Float$GT$9vectorize6avx51217hdb4fc68ea0b4a169E.llvm.8119007771478257714+0x2605>
   2ba9e:	cmp    %rdx,%r13
   2baa1:	ja     2c420 <_ZN45_$LT$f32$u20$as$u20$nn_core..float..Float$GT$9vectorize6avx51217hdb4fc68ea0b4a169E.llvm.8119007771478257714+0x25f0>
   2baa7:	cmp    0x28(%rsp),%rbx
   2baac:	je     2c600 <_ZN45_$LT$f32$u20$as$u20$nn_core..float..Float$GT$9vectorize6avx51217hdb4fc68ea0b4a169E.llvm.8119007771478257714+0x27d0>
   2bab2:	mov    0x70(%rsp),%rcx
   2bab7:	lea    (%rcx,%rdi,4),%r15
   2babb:	mov    0x78(%rsp),%rcx
   2bac0:	lea    (%rcx,%rdi,4),%rdx
   2bac4:	mov    0xe8(%rsp),%rcx
   2bacc:	vmulss (%rcx,%rbx,4),%xmm10,%xmm3
   2bad1:	testb  $0x1,0xe(%rsp)
   2bad6:	je     2bba0 <_ZN45_$LT$f32$u20$as$u20$nn_core..float..Float$GT$9vectorize6avx51217hdb4fc68ea0b4a169E.llvm.8119007771478257714+0x1d70>
   2badc:	cmp    $0x4,%r13
   2bae0:	jae    2bbc0 <_ZN45_$LT$f32$u20$as$u20$nn_core..float..Float$GT$9vectorize6avx51217hdb4fc68ea0b4a169E.llvm.8119007771478257714+0x1d90>
   2bae6:	xor    %edi,%edi
   2bae8:	mov    %rdi,%r12
   2baeb:	or     $0x1,%r12
   2baef:	test   $0x1,%r13b
   2baf3:	je     2bb20 <_ZN45_$LT$f32$u20$as$u20$nn_core..float..Float$GT$9vectorize6avx51217hdb4fc68ea0b4a169E.llvm.8119007771478257714+0x1cf0>
   2baf5:	vmovss (%r15,%rdi,4),%xmm4
   2bafb:	vmulss (%rdx,%rdi,4),%xmm3,%xmm5
   2bb00:	vsubss %xmm9,%xmm4,%xmm4
   2bb05:	vmulss %xmm4,%xmm12,%xmm4
   2bb09:	vaddss %xmm4,%xmm11,%xmm4
   2bb0d:	vsubss %xmm4,%xmm5,%xmm4
   2bb11:	vaddss (%r9,%rdi,4),%xmm4,%xmm4
   2bb17:	vmovss %xmm4,(%r9,%rdi,4)
   2bb1d:	mov    %r12,%rdi
   2bb20:	cmp    %r12,%r13
   2bb23:	je     2ba60 <_ZN45_$LT$f32$u20$as$u20$nn_core..float..Float$GT$9vectorize6avx51217hdb4fc68ea0b4a169E.llvm.8119007771478257714+0x1c30>
   2bb29:	nopl   0x0(%rax)
   2bb30:	vmovss (%rsi,%rdi,4),%xmm4
   2bb35:	vmulss (%r8,%rdi,4),%xmm3,%xmm5
   2bb3b:	vsubss %xmm9,%xmm4,%xmm4
   2bb40:	vmulss %xmm4,%xmm12,%xmm4
   2bb44:	vaddss %xmm4,%xmm11,%xmm4
   2bb48:	vsubss %xmm4,%xmm5,%xmm4
   2bb4c:	vaddss (%r9,%rdi,4),%xmm4,%xmm4
   2bb52:	vmovss %xmm4,(%r9,%rdi,4)
   2bb58:	vmovss 0x4(%rsi,%rdi,4),%xmm4
   2bb5e:	vmulss 0x4(%r8,%rdi,4),%xmm3,%xmm5
   2bb65:	vsubss %xmm9,%xmm4,%xmm4
   2bb6a:	vmulss %xmm4,%xmm12,%xmm4
   2bb6e:	vaddss %xmm4,%xmm11,%xmm4
   2bb72:	vsubss %xmm4,%xmm5,%xmm4
   2bb76:	vaddss 0x4(%r9,%rdi,4),%xmm4,%xmm4
   2bb7d:	vmovss %xmm4,0x4(%r9,%rdi,4)
   2bb84:	add    $0x2,%rdi
   2bb88:	cmp    %rdi,%r13
   2bb8b:	jne    2bb30 <_ZN45_$LT$f32$u20$as$u20$nn_core..float..Float$GT$9vectorize6avx51217hdb4fc68ea0b4a169E.llvm.8119007771478257714+0x1d00>
   2bb8d:	jmp    2ba60 <_ZN45_$LT$f32$u20$as$u20$nn_core..float..Float$GT$9vectorize6avx51217hdb4fc68ea0b4a169E.llvm.8119007771478257714+0x1c30>
   2bb92:	data16 data16 data16 data16 cs nopw 0x0(%rax,%rax,1)
   2bba0:	cmp    $0x4,%r13
   2bba4:	setb   %dil
   2bba8:	or     0xf(%rsp),%dil
   2bbad:	test   $0x1,%dil
   2bbb1:	je     2bc50 <_ZN45_$LT$f32$u20$as$u20$nn_core..float..Float$GT$9vectorize6avx51217hdb4fc68ea0b4a169E.llvm.8119007771478257714+0x1e20>
   2bbb7:	xor    %edi,%edi
   2bbb9:	jmp    2bd37 <_ZN45_$LT$f32$u20$as$u20$nn_core..float..Float$GT$9vectorize6avx51217hdb4fc68ea0b4a169E.llvm.8119007771478257714+0x1f07>
   2bbbe:	xchg   %ax,%ax
   2bbc0:	mov    0x80(%rsp),%rdi
   2bbc8:	imul   %rbx,%rdi
   2bbcc:	mov    0x60(%rsp),%rcx
   2bbd1:	lea    (%rcx,%rdi,1),%r14
   2bbd5:	mov    0xc0(%rsp),%rcx
   2bbdd:	lea    (%rcx,%r14,1),%r12
   2bbe1:	add    0x30(%rsp),%rdi
   2bbe6:	mov    0x88(%rsp),%rcx
   2bbee:	lea    (%rcx,%rdi,1),%r13
   2bbf2:	lea    (%rcx,%r14,1),%rbp
   2bbf6:	mov    0x58(%rsp),%rcx
   2bbfb:	add    %rcx,%rdi
   2bbfe:	add    %rcx,%r14
   2bc01:	cmp    %rbp,%r9
   2bc04:	setb   %cl
   2bc07:	cmp    %r12,%r13
   2bc0a:	setb   %r13b
   2bc0e:	cmp    %r14,%r9
   2bc11:	setb   %bpl
   2bc15:	cmp    %r12,%rdi
   2bc18:	setb   %r12b
   2bc1c:	test   %r13b,%cl
   2bc1f:	jne    2bdd5 <_ZN45_$LT$f32$u20$as$u20$nn_core..float..Float$GT$9vectorize6avx51217hdb4fc68ea0b4a169E.llvm.8119007771478257714+0x1fa5>
   2bc25:	mov    $0x0,%edi
   2bc2a:	and    %r12b,%bpl
   2bc2d:	mov    0x38(%rsp),%r13
   2bc32:	jne    2bae8 <_ZN45_$LT$f32$u20$as$u20$nn_core..float..Float$GT$9vectorize6avx51217hdb4fc68ea0b4a169E.llvm.8119007771478257714+0x1cb8>
   2bc38:	cmp    $0x20,%r13
   2bc3c:	jae    2bde1 <_ZN45_$LT$f32$u20$as$u20$nn_core..float..Float$GT$9vectorize6avx51217hdb4fc68ea0b4a169E.llvm.8119007771478257714+0x1fb1>
   2bc42:	xor    %r12d,%r12d
   2bc45:	jmp    2be93 <_ZN45_$LT$f32$u20$as$u20$nn_core..float..Float$GT$9vectorize6avx51217hdb4fc68ea0b4a169E.llvm.8119007771478257714+0x2063>
   2bc4a:	nopw   0x0(%rax,%rax,1)
   2bc50:	cmp    $0x20,%r13
   2bc54:	jae    2bc5e <_ZN45_$LT$f32$u20$as$u20$nn_core..float..Float$GT$9vectorize6avx51217hdb4fc68ea0b4a169E.llvm.8119007771478257714+0x1e2e>
   2bc56:	xor    %r12d,%r12d
   2bc59:	jmp    2bcf0 <_ZN45_$LT$f32$u20$as$u20$nn_core..float..Float$GT$9vectorize6avx51217hdb4fc68ea0b4a169E.llvm.8119007771478257714+0x1ec0>
   2bc5e:	vbroadcastss %xmm3,%zmm4
   2bc64:	xor    %edi,%edi
   2bc66:	mov    0xa0(%rsp),%rcx
   2bc6e:	xchg   %ax,%ax
   2bc70:	vmovups -0x40(%r10,%rdi,4),%zmm5
   2bc78:	vmovups (%r10,%rdi,4),%zmm6
   2bc7f:	vmulps -0x40(%r11,%rdi,4),%zmm4,%zmm7
   2bc87:	vmulps (%r11,%rdi,4),%zmm4,%zmm8
   2bc8e:	vsubps %zmm0,%zmm5,%zmm5
   2bc94:	vsubps %zmm0,%zmm6,%zmm6
   2bc9a:	vmulps %zmm5,%zmm1,%zmm5
   2bca0:	vmulps %zmm6,%zmm1,%zmm6
   2bca6:	vaddps %zmm5,%zmm2,%zmm5
   2bcac:	vsubps %zmm5,%zmm7,%zmm5
   2bcb2:	vaddps %zmm6,%zmm2,%zmm6
   2bcb8:	vsubps %zmm6,%zmm8,%zmm6
   2bcbe:	vmovups %zmm5,(%r9,%rdi,4)
   2bcc5:	vmovups %zmm6,0x40(%r9,%rdi,4)
   2bccd:	add    $0x20,%rdi
   2bcd1:	cmp    %rdi,%rcx
   2bcd4:	jne    2bc70 <_ZN45_$LT$f32$u20$as$u20$nn_core..float..Float$GT$9vectorize6avx51217hdb4fc68ea0b4a169E.llvm.8119007771478257714+0x1e40>
   2bcd6:	cmp    %rcx,%r13
   2bcd9:	je     2ba60 <_ZN45_$LT$f32$u20$as$u20$nn_core..float..Float$GT$9vectorize6avx51217hdb4fc68ea0b4a169E.llvm.8119007771478257714+0x1c30>
   2bcdf:	mov    0xa0(%rsp),%rdi
   2bce7:	mov    %rdi,%r12
   2bcea:	test   $0x1c,%r13b
   2bcee:	je     2bd37 <_ZN45_$LT$f32$u20$as$u20$nn_core..float..Float$GT$9vectorize6avx51217hdb4fc68ea0b4a169E.llvm.8119007771478257714+0x1f07>
   2bcf0:	vbroadcastss %xmm3,%xmm4
   2bcf5:	mov    0x2b0(%rsp),%rcx
   2bcfd:	nopl   (%rax)
   2bd00:	vmulps (%r8,%r12,4),%xmm4,%xmm5
   2bd06:	vmovups (%rsi,%r12,4),%xmm6
   2bd0c:	vsubps %xmm0,%xmm6,%xmm6
   2bd10:	vmulps %xmm6,%xmm1,%xmm6
   2bd14:	vaddps %xmm6,%xmm2,%xmm6
   2bd18:	vsubps %xmm6,%xmm5,%xmm5
   2bd1c:	vmovups %xmm5,(%r9,%r12,4)
   2bd22:	add    $0x4,%r12
   2bd26:	cmp    %r12,%rcx
   2bd29:	jne    2bd00 <_ZN45_$LT$f32$u20$as$u20$nn_core..float..Float$GT$9vectorize6avx51217hdb4fc68ea0b4a169E.llvm.8119007771478257714+0x1ed0>
   2bd2b:	mov    %rcx,%rdi
   2bd2e:	cmp    %rcx,%r13
   2bd31:	je     2ba60 <_ZN45_$LT$f32$u20$as$u20$nn_core..float..Float$GT$9vectorize6avx51217hdb4fc68ea0b4a169E.llvm.8119007771478257714+0x1c30>
   2bd37:	mov    %rdi,%r12
   2bd3a:	or     $0x1,%r12
   2bd3e:	test   $0x1,%r13b
   2bd42:	je     2bd69 <_ZN45_$LT$f32$u20$as$u20$nn_core..float..Float$GT$9vectorize6avx51217hdb4fc68ea0b4a169E.llvm.8119007771478257714+0x1f39>
   2bd44:	vmovss (%r15,%rdi,4),%xmm4
   2bd4a:	vmulss (%rdx,%rdi,4),%xmm3,%xmm5
   2bd4f:	vsubss %xmm9,%xmm4,%xmm4
   2bd54:	vmulss %xmm4,%xmm12,%xmm4
   2bd58:	vaddss %xmm4,%xmm11,%xmm4
   2bd5c:	vsubss %xmm4,%xmm5,%xmm4
   2bd60:	vmovss %xmm4,(%r9,%rdi,4)
   2bd66:	mov    %r12,%rdi
   2bd69:	cmp    %r12,%r13
   2bd6c:	je     2ba60 <_ZN45_$LT$f32$u20$as$u20$nn_core..float..Float$GT$9vectorize6avx51217hdb4fc68ea0b4a169E.llvm.8119007771478257714+0x1c30>
   2bd72:	data16 data16 data16 data16 cs nopw 0x0(%rax,%rax,1)
   2bd80:	vmulss (%r8,%rdi,4),%xmm3,%xmm4
   2bd86:	vmovss (%rsi,%rdi,4),%xmm5
   2bd8b:	vsubss %xmm9,%xmm5,%xmm5
   2bd90:	vmulss %xmm5,%xmm12,%xmm5
   2bd94:	vaddss %xmm5,%xmm11,%xmm5
   2bd98:	vsubss %xmm5,%xmm4,%xmm4
   2bd9c:	vmovss %xmm4,(%r9,%rdi,4)
   2bda2:	vmulss 0x4(%r8,%rdi,4),%xmm3,%xmm4
   2bda9:	vmovss 0x4(%rsi,%rdi,4),%xmm5
   2bdaf:	vsubss %xmm9,%xmm5,%xmm5
   2bdb4:	vmulss %xmm5,%xmm12,%xmm5
   2bdb8:	vaddss %xmm5,%xmm11,%xmm5
   2bdbc:	vsubss %xmm5,%xmm4,%xmm4
   2bdc0:	vmovss %xmm4,0x4(%r9,%rdi,4)
   2bdc7:	add    $0x2,%rdi
   2bdcb:	cmp    %rdi,%r13
   2bdce:	jne    2bd80 <_ZN45_$LT$f32$u20$as$u20$nn_core..float..Float$GT$9vectorize6avx51217hdb4fc68ea0b4a169E.llvm.8119007771478257714+0x1f50>
   2bdd0:	jmp    2ba60 <_ZN45_$LT$f32$u20$as$u20$nn_core..float..Float$GT$9vectorize6avx51217hdb4fc68ea0b4a169E.llvm.8119007771478257714+0x1c30>
   2bdd5:	xor    %edi,%edi
   2bdd7:	mov    0x38(%rsp),%r13
   2bddc:	jmp    2bae8 <_ZN45_$LT$f32$u20$as$u20$nn_core..float..Float$GT$9vectorize6avx51217hdb4fc68ea0b4a169E.llvm.8119007771478257714+0x1cb8>
   2bde1:	vbroadcastss %xmm3,%zmm4
   2bde7:	xor    %edi,%edi
   2bde9:	mov    0xa0(%rsp),%rcx
   2bdf1:	data16 data16 data16 data16 data16 cs nopw 0x0(%rax,%rax,1)
   2be00:	vmovups -0x40(%r10,%rdi,4),%zmm5
   2be08:	vmovups (%r10,%rdi,4),%zmm6
   2be0f:	vmulps -0x40(%r11,%rdi,4),%zmm4,%zmm7
   2be17:	vmulps (%r11,%rdi,4),%zmm4,%zmm8
   2be1e:	vsubps %zmm0,%zmm5,%zmm5
   2be24:	vsubps %zmm0,%zmm6,%zmm6
   2be2a:	vmulps %zmm5,%zmm1,%zmm5
   2be30:	vmulps %zmm6,%zmm1,%zmm6
   2be36:	vaddps %zmm5,%zmm2,%zmm5
   2be3c:	vsubps %zmm5,%zmm7,%zmm5
   2be42:	vaddps %zmm6,%zmm2,%zmm6
   2be48:	vsubps %zmm6,%zmm8,%zmm6
   2be4e:	vaddps (%r9,%rdi,4),%zmm5,%zmm5
   2be55:	vaddps 0x40(%r9,%rdi,4),%zmm6,%zmm6
   2be5d:	vmovups %zmm5,(%r9,%rdi,4)
   2be64:	vmovups %zmm6,0x40(%r9,%rdi,4)
   2be6c:	add    $0x20,%rdi
   2be70:	cmp    %rdi,%rcx
   2be73:	jne    2be00 <_ZN45_$LT$f32$u20$as$u20$nn_core..float..Float$GT$9vectorize6avx51217hdb4fc68ea0b4a169E.llvm.8119007771478257714+0x1fd0>
   2be75:	cmp    %rcx,%r13
   2be78:	je     2ba60 <_ZN45_$LT$f32$u20$as$u20$nn_core..float..Float$GT$9vectorize6avx51217hdb4fc68ea0b4a169E.llvm.8119007771478257714+0x1c30>
   2be7e:	mov    0xa0(%rsp),%rdi
   2be86:	mov    %rdi,%r12
   2be89:	test   $0x1c,%r13b
   2be8d:	je     2bae8 <_ZN45_$LT$f32$u20$as$u20$nn_core..float..Float$GT$9vectorize6avx51217hdb4fc68ea0b4a169E.llvm.8119007771478257714+0x1cb8>
   2be93:	vbroadcastss %xmm3,%xmm4
   2be98:	mov    0x2b0(%rsp),%rcx
   2bea0:	vmovups (%rsi,%r12,4),%xmm5
   2bea6:	vmulps (%r8,%r12,4),%xmm4,%xmm6
   2beac:	vsubps %xmm0,%xmm5,%xmm5
   2beb0:	vmulps %xmm5,%xmm1,%xmm5
   2beb4:	vaddps %xmm5,%xmm2,%xmm5
   2beb8:	vsubps %xmm5,%xmm6,%xmm5
   2bebc:	vaddps (%r9,%r12,4),%xmm5,%xmm5
   2bec2:	vmovups %xmm5,(%r9,%r12,4)
   2bec8:	add    $0x4,%r12
   2becc:	cmp    %r12,%rcx
   2becf:	jne    2bea0 <_ZN45_$LT$f32$u20$as$u20$nn_core..float..Float$GT$9vectorize6avx51217hdb4fc68ea0b4a169E.llvm.8119007771478257714+0x2070>
   2bed1:	mov    %rcx,%rdi
   2bed4:	cmp    %rcx,%r13
   2bed7:	je     2ba60 <_ZN45_$LT$f32$u20$as$u20$nn_core..float..Float$GT$9vectorize6avx51217hdb4fc68ea0b4a169E.llvm.8119007771478257714+0x1c30>
   2bedd:	jmp    2bae8 <_ZN45_$LT$f32$u20$as$u20$nn_core..float..Float$GT$9vectorize6avx51217hdb4fc68ea0b4a169E.llvm.8119007771478257714+0x1cb8>
   2bee2:	mov    %rsi,0x10(%rsp)
   2bee7:	mov    %rbp,0x20(%rsp)
   2beec:	mov    0x2a0(%rsp),%rax
   2bef4:	cmp    %rdx,%rax
   2bef7:	mov    %rdx,%r14
   2befa:	cmovb  %rax,%r14
   2befe:	mov    0xc0(%rsp),%rax
   2bf06:	mov    0x30(%rsp),%rsi
   2bf0b:	lea    (%rax,%rsi,1),%r15
   2bf0f:	add    $0x4,%r15
   2bf13:	cmp    %rcx,%r14
   2bf16:	cmovae %rcx,%r14
   2bf1a:	cmp    %rdi,%r14
   2bf1d:	cmovae %rdi,%r14
   2bf21:	lea    (%r15,%r14,4),%r12
   2bf25:	lea    (%r8,%r14,4),%r15
   2bf29:	add    $0x4,%r15
   2bf2d:	lea    (%r9,%r14,4),%r13
   2bf31:	add    $0x4,%r13
   2bf35:	lea    (%r10,%r14,4),%r14
   2bf39:	add    $0x4,%r14
   2bf3d:	cmp    %r15,%rbx
   2bf40:	setb   %sil
   2bf44:	cmp    %r12,%r8
   2bf47:	setb   %al
   2bf4a:	cmp    %r13,%rbx
   2bf4d:	setb   %bpl
   2bf51:	cmp    %r12,%r9
   2bf54:	setb   %r15b
   2bf58:	cmp    %r14,%rbx
   2bf5b:	setb   %bl
   2bf5e:	cmp    %r12,%r10
   2bf61:	setb   %r12b
   2bf65:	test   %al,%sil
   2bf68:	vmovaps 0x250(%rsp),%xmm9
   2bf71:	vmovaps 0x40(%rsp),%xmm11
   2bf77:	jne    2c18d <_ZN45_$LT$f32$u20$as$u20$nn_core..float..Float$GT$9vectorize6avx51217hdb4fc68ea0b4a169E.llvm.8119007771478257714+0x235d>
   2bf7d:	and    %r15b,%bpl
   2bf80:	jne    2c18d <_ZN45_$LT$f32$u20$as$u20$nn_core..float..Float$GT$9vectorize6avx51217hdb4fc68ea0b4a169E.llvm.8119007771478257714+0x235d>
   2bf86:	mov    $0x0,%r15d
   2bf8c:	and    %r12b,%bl
   2bf8f:	mov    0x38(%rsp),%r13
   2bf94:	mov    0x18(%rsp),%r12
   2bf99:	mov    0x20(%rsp),%rbp
   2bf9e:	mov    0x10(%rsp),%rsi
   2bfa3:	jne    2c1a4 <_ZN45_$LT$f32$u20$as$u20$nn_core..float..Float$GT$9vectorize6avx51217hdb4fc68ea0b4a169E.llvm.8119007771478257714+0x2374>
   2bfa9:	mov    %r11d,%eax
   2bfac:	and    $0x1f,%eax
   2bfaf:	mov    $0x20,%esi
   2bfb4:	cmove  %rsi,%rax
   2bfb8:	sub    %rax,%r11
   2bfbb:	vbroadcastss %xmm9,%zmm0
   2bfc1:	vbroadcastss %xmm8,%zmm1
   2bfc7:	vbroadcastss %xmm11,%zmm2
   2bfcd:	vbroadcastss %xmm10,%zmm3
   2bfd3:	xor    %ebx,%ebx
   2bfd5:	mov    0x118(%rsp),%rax
   2bfdd:	nopl   (%rax)
   2bfe0:	vmovups (%r8,%rbx,4),%zmm4
   2bfe7:	vmovups 0x40(%r8,%rbx,4),%zmm5
   2bfef:	vmovups (%r9,%rbx,4),%zmm6
   2bff6:	vmovups 0x40(%r9,%rbx,4),%zmm7
   2bffe:	vmulps (%r10,%rbx,4),%zmm6,%zmm6
   2c005:	vmulps 0x40(%r10,%rbx,4),%zmm7,%zmm7
   2c00d:	vmulps %zmm6,%zmm0,%zmm6
   2c013:	vmulps %zmm7,%zmm0,%zmm7
   2c019:	vsubps %zmm1,%zmm4,%zmm4
   2c01f:	vsubps %zmm1,%zmm5,%zmm5
   2c025:	vmulps %zmm4,%zmm2,%zmm4
   2c02b:	vmulps %zmm5,%zmm2,%zmm5
   2c031:	vaddps %zmm4,%zmm3,%zmm4
   2c037:	vsubps %zmm4,%zmm6,%zmm4
   2c03d:	vaddps %zmm5,%zmm3,%zmm5
   2c043:	vsubps %zmm5,%zmm7,%zmm5
   2c049:	vaddps -0x40(%rax,%rbx,4),%zmm4,%zmm4
   2c051:	vaddps (%rax,%rbx,4),%zmm5,%zmm5
   2c058:	vmovups %zmm4,-0x40(%rax,%rbx,4)
   2c060:	vmovups %zmm5,(%rax,%rbx,4)
   2c067:	add    $0x20,%rbx
   2c06b:	cmp    %rbx,%r11
   2c06e:	jne    2bfe0 <_ZN45_$LT$f32$u20$as$u20$nn_core..float..Float$GT$9vectorize6avx51217hdb4fc68ea0b4a169E.llvm.8119007771478257714+0x21b0>
   2c074:	mov    %r11,%r15
   2c077:	jmp    2c19f <_ZN45_$LT$f32$u20$as$u20$nn_core..float..Float$GT$9vectorize6avx51217hdb4fc68ea0b4a169E.llvm.8119007771478257714+0x236f>
   2c07c:	mov    %rbx,%r14
   2c07f:	sub    %r8,%r14
   2c082:	cmp    $0x80,%r14
   2c089:	vmovaps 0x250(%rsp),%xmm9
   2c092:	vmovaps 0x40(%rsp),%xmm11
   2c098:	jb     2c23b <_ZN45_$LT$f32$u20$as$u20$nn_core..float..Float$GT$9vectorize6avx51217hdb4fc68ea0b4a169E.llvm.8119007771478257714+0x240b>
   2c09e:	mov    %rbx,%r14
   2c0a1:	sub    %r9,%r14
   2c0a4:	cmp    $0x80,%r14
   2c0ab:	jb     2c23b <_ZN45_$LT$f32$u20$as$u20$nn_core..float..Float$GT$9vectorize6avx51217hdb4fc68ea0b4a169E.llvm.8119007771478257714+0x240b>
   2c0b1:	sub    %r10,%rbx
   2c0b4:	mov    $0x0,%r15d
   2c0ba:	cmp    $0x80,%rbx
   2c0c1:	jb     2c23e <_ZN45_$LT$f32$u20$as$u20$nn_core..float..Float$GT$9vectorize6avx51217hdb4fc68ea0b4a169E.llvm.8119007771478257714+0x240e>
   2c0c7:	mov    %r11d,%ebx
   2c0ca:	and    $0x1f,%ebx
   2c0cd:	mov    $0x20,%eax
   2c0d2:	cmove  %rax,%rbx
   2c0d6:	sub    %rbx,%r11
   2c0d9:	vbroadcastss %xmm9,%zmm0
   2c0df:	vbroadcastss %xmm8,%zmm1
   2c0e5:	vbroadcastss %xmm11,%zmm2
   2c0eb:	vbroadcastss %xmm10,%zmm3
   2c0f1:	xor    %ebx,%ebx
   2c0f3:	mov    0x118(%rsp),%rax
   2c0fb:	nopl   0x0(%rax,%rax,1)
   2c100:	vmovups (%r8,%rbx,4),%zmm4
   2c107:	vmovups 0x40(%r8,%rbx,4),%zmm5
   2c10f:	vmovups (%r9,%rbx,4),%zmm6
   2c116:	vmovups 0x40(%r9,%rbx,4),%zmm7
   2c11e:	vmulps (%r10,%rbx,4),%zmm6,%zmm6
   2c125:	vmulps 0x40(%r10,%rbx,4),%zmm7,%zmm7
   2c12d:	vmulps %zmm6,%zmm0,%zmm6
   2c133:	vmulps %zmm7,%zmm0,%zmm7
   2c139:	vsubps %zmm1,%zmm4,%zmm4
   2c13f:	vsubps %zmm1,%zmm5,%zmm5
   2c145:	vmulps %zmm4,%zmm2,%zmm4
   2c14b:	vmulps %zmm5,%zmm2,%zmm5
   2c151:	vaddps %zmm4,%zmm3,%zmm4
   2c157:	vsubps %zmm4,%zmm6,%zmm4
   2c15d:	vaddps %zmm5,%zmm3,%zmm5
   2c163:	vsubps %zmm5,%zmm7,%zmm5
   2c169:	vmovups %zmm4,-0x40(%rax,%rbx,4)
   2c171:	vmovups %zmm5,(%rax,%rbx,4)
   2c178:	add    $0x20,%rbx
   2c17c:	cmp    %rbx,%r11
   2c17f:	jne    2c100 <_ZN45_$LT$f32$u20$as$u20$nn_core..float..Float$GT$9vectorize6avx51217hdb4fc68ea0b4a169E.llvm.8119007771478257714+0x22d0>
   2c185:	mov    %r11,%r15
   2c188:	jmp    2c23e <_ZN45_$LT$f32$u20$as$u20$nn_core..float..Float$GT$9vectorize6avx51217hdb4fc68ea0b4a169E.llvm.8119007771478257714+0x240e>
   2c18d:	xor    %r15d,%r15d
   2c190:	mov    0x38(%rsp),%r13
   2c195:	mov    0x18(%rsp),%r12
   2c19a:	mov    0x20(%rsp),%rbp
   2c19f:	mov    0x10(%rsp),%rsi
   2c1a4:	lea    (%r10,%r15,4),%r10
   2c1a8:	mov    %r12,%r11
   2c1ab:	sub    %r15,%r11
   2c1ae:	lea    (%r9,%r15,4),%r9
   2c1b2:	sub    %r15,%rdx
   2c1b5:	lea    (%r8,%r15,4),%r8
   2c1b9:	sub    %r15,%rcx
   2c1bc:	mov    %rdi,%rbx
   2c1bf:	sub    %r15,%rbx
   2c1c2:	mov    0xa8(%rsp),%rax
   2c1ca:	lea    (%rax,%r15,4),%r15
   2c1ce:	xor    %r12d,%r12d
   2c1d1:	data16 data16 data16 data16 data16 cs nopw 0x0(%rax,%rax,1)
   2c1e0:	cmp    %r12,%rbx
   2c1e3:	je     2c5b1 <_ZN45_$LT$f32$u20$as$u20$nn_core..float..Float$GT$9vectorize6avx51217hdb4fc68ea0b4a169E.llvm.8119007771478257714+0x2781>
   2c1e9:	cmp    %r12,%rcx
   2c1ec:	je     2c5d7 <_ZN45_$LT$f32$u20$as$u20$nn_core..float..Float$GT$9vectorize6avx51217hdb4fc68ea0b4a169E.llvm.8119007771478257714+0x27a7>
   2c1f2:	cmp    %r12,%rdx
   2c1f5:	je     2c5ed <_ZN45_$LT$f32$u20$as$u20$nn_core..float..Float$GT$9vectorize6avx51217hdb4fc68ea0b4a169E.llvm.8119007771478257714+0x27bd>
   2c1fb:	vmovss (%r9,%r12,4),%xmm0
   2c201:	vmulss (%r10,%r12,4),%xmm0,%xmm0
   2c207:	vmovss (%r8,%r12,4),%xmm1
   2c20d:	vmulss %xmm0,%xmm9,%xmm0
   2c211:	vsubss %xmm8,%xmm1,%xmm1
   2c216:	vmulss %xmm1,%xmm11,%xmm1
   2c21a:	vaddss %xmm1,%xmm10,%xmm1
   2c21e:	vsubss %xmm1,%xmm0,%xmm0
   2c222:	vaddss (%r15,%r12,4),%xmm0,%xmm0
   2c228:	vmovss %xmm0,(%r15,%r12,4)
   2c22e:	inc    %r12
   2c231:	cmp    %r12,%r11
   2c234:	jne    2c1e0 <_ZN45_$LT$f32$u20$as$u20$nn_core..float..Float$GT$9vectorize6avx51217hdb4fc68ea0b4a169E.llvm.8119007771478257714+0x23b0>
   2c236:	jmp    2a24a <_ZN45_$LT$f32$u20$as$u20$nn_core..float..Float$GT$9vectorize6avx51217hdb4fc68ea0b4a169E.llvm.8119007771478257714+0x41a>
   2c23b:	xor    %r15d,%r15d
   2c23e:	lea    (%r10,%r15,4),%r10
   2c242:	mov    %r12,%r11
   2c245:	sub    %r15,%r11
   2c248:	lea    (%r9,%r15,4),%r9
   2c24c:	sub    %r15,%rdx
   2c24f:	lea    (%r8,%r15,4),%r8
   2c253:	sub    %r15,%rcx
   2c256:	mov    %rdi,%rbx
   2c259:	sub    %r15,%rbx
   2c25c:	mov    0xa8(%rsp),%rax
   2c264:	lea    (%rax,%r15,4),%r15
   2c268:	xor    %r12d,%r12d
   2c26b:	nopl   0x0(%rax,%rax,1)
   2c270:	cmp    %r12,%rbx
   2c273:	je     2c588 <_ZN45_$LT$f32$u20$as$u20$nn_core..float..Float$GT$9vectorize6avx51217hdb4fc68ea0b4a169E.llvm.8119007771478257714+0x2758>
   2c279:	cmp    %r12,%rcx
   2c27c:	je     2c59b <_ZN45_$LT$f32$u20$as$u20$nn_core..float..Float$GT$9vectorize6avx51217hdb4fc68ea0b4a169E.llvm.8119007771478257714+0x276b>
   2c282:	cmp    %r12,%rdx
   2c285:	je     2c5c4 <_ZN45_$LT$f32$u20$as$u20$nn_core..float..Float$GT$9vectorize6avx51217hdb4fc68ea0b4a169E.llvm.8119007771478257714+0x2794>
   2c28b:	vmovss (%r8,%r12,4),%xmm0
   2c291:	vmovss (%r9,%r12,4),%xmm1
   2c297:	vmulss (%r10,%r12,4),%xmm1,%xmm1
   2c29d:	vmulss %xmm1,%xmm9,%xmm1
   2c2a1:	vsubss %xmm8,%xmm0,%xmm0
   2c2a6:	vmulss %xmm0,%xmm11,%xmm0
   2c2aa:	vaddss %xmm0,%xmm10,%xmm0
   2c2ae:	vsubss %xmm0,%xmm1,%xmm0
   2c2b2:	vmovss %xmm0,(%r15,%r12,4)
   2c2b8:	inc    %r12
   2c2bb:	cmp    %r12,%r11
   2c2be:	jne    2c270 <_ZN45_$LT$f32$u20$as$u20$nn_core..float..Float$GT$9vectorize6avx51217hdb4fc68ea0b4a169E.llvm.8119007771478257714+0x2440>
   2c2c0:	jmp    2a24a <_ZN45_$LT$f32$u20$as$u20$nn_core..float..Float$GT$9vectorize6avx51217hdb4fc68ea0b4a169E.llvm.8119007771478257714+0x41a>
   2c2c5:	lea    0x5ad6c(%rip),%rcx        # 87038 <anon.cad42f248cc756392f3f457acbaa7a61.14.llvm.13218190038462780209>
   2c2cc:	mov    $0x20,%esi
   2c2d1:	xor    %edi,%edi
   2c2d3:	vzeroupper
   2c2d6:	call   *0x5d384(%rip)        # 89660 <_DYNAMIC+0x248>
   2c2dc:	lea    0x5ad55(%rip),%rcx        # 87038 <anon.cad42f248cc756392f3f457acbaa7a61.14.llvm.13218190038462780209>
   2c2e3:	mov    $0x8,%esi
   2c2e8:	xor    %edi,%edi
   2c2ea:	vzeroupper
   2c2ed:	call   *0x5d36d(%rip)        # 89660 <_DYNAMIC+0x248>
   2c2f3:	lea    0x5ad56(%rip),%rcx        # 87050 <anon.cad42f248cc756392f3f457acbaa7a61.15.llvm.13218190038462780209>
   2c2fa:	mov    %rax,%rdi
   2c2fd:	mov    %r13,%rsi
   2c300:	mov    %r13,%rdx
   2c303:	vzeroupper
   2c306:	call   *0x5d354(%rip)        # 89660 <_DYNAMIC+0x248>
   2c30c:	lea    0x5ad3d(%rip),%rcx        # 87050 <anon.cad42f248cc756392f3f457acbaa7a61.15.llvm.13218190038462780209>
   2c313:	mov    %r13,%rsi
   2c316:	mov    %r13,%rdx
   2c319:	vzeroupper
   2c31c:	call   *0x5d33e(%rip)        # 89660 <_DYNAMIC+0x248>
   2c322:	lea    0x5ad0f(%rip),%rcx        # 87038 <anon.cad42f248cc756392f3f457acbaa7a61.14.llvm.13218190038462780209>
   2c329:	mov    $0x20,%esi
   2c32e:	xor    %edi,%edi
