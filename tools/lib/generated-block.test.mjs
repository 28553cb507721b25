import assert from 'node:assert/strict'
import { test } from 'node:test'
import { saysTheSame, withBlock } from './generated-block.mjs'

test('replaces what stands between the two comments of a name, and nothing else', () => {
  const text = 'a\n<!-- one -->\nold\n<!-- /one -->\nb\n<!-- two -->\n<!-- /two -->\n'
  const changed = withBlock(text, 'one', 'new')
  assert.equal(changed, 'a\n<!-- one -->\nnew\n<!-- /one -->\nb\n<!-- two -->\n<!-- /two -->\n')
  assert.equal(withBlock(changed, 'one', 'new'), changed)
  assert.match(withBlock(text, 'two', '$&'), /<!-- two -->\n\$&\n<!-- \/two -->/)
  assert.throws(() => withBlock(text, 'three', ''), /<!-- three --> and <!-- \/three --> are missing/)
})

test('measured numbers may differ by one step of their last digit, everything else not at all', () => {
  for (const other of ['4.7 kB | 2', '4.8 kB | 2', '4.6 kB | 2']) assert.ok(saysTheSame('4.7 kB | 2', other), other)
  for (const other of ['4.9 kB | 2', '4.7 kB | 3', '4.70 kB | 2', '– | 2', '4.7 MB | 2', '4.7 kB | 2 | 1.0 kB'])
    assert.ok(!saysTheSame('4.7 kB | 2', other), other)
  assert.ok(!saysTheSame('1.0.8', '1.0.9'))
})
