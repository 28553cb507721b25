import { describe, expect, it } from 'vitest'
import { showPath } from './show-path.ts'

describe('showPath', () => {
  it.each([
    ['/home/ann/.aliyun/token', '/home/ann', '~/.aliyun/token'],
    ['/home/ann/token', '/home/ann/', '~/token'],
    ['/home/ann', '/home/ann', '~'],
    ['C:\\Users\\ann\\token', 'C:\\Users\\ann', '~\\token'],
    ['/home/anna/token', '/home/ann', '/home/anna/token'],
    ['/run/token', undefined, '/run/token'],
    ['/run/token', '/', '/run/token'],
  ])('R10 shows %s of the home folder %s as %s', (path, home, shown) => {
    expect(showPath(path, home)).toBe(shown)
  })

  it('R3 leaves out what looks like a secret', () => {
    expect(showPath('/home/ann/canarySecret7f3Kq9ZbT2mXv5Lp8', '/home/ann')).toBe('~/***')
  })
})
