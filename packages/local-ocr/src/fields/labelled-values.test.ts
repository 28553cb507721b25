import { describe, expect, it } from 'vitest'
import type { TextLine } from '../text-line.ts'
import { type LabelRules, labelledValues, textOf } from './labelled-values.ts'
import { around, cornersOf } from './rectangle.ts'

type Key = 'name' | 'sex' | 'address' | 'date'
const labels = { name: ['姓名', 'Name'], sex: ['性别'], address: ['住址'], date: ['日期', '出生日期'] } as const
const rules: LabelRules<Key> = { labels, inline: true, multiline: ['address'], below: ['date'] }

/** A line of 20 pixels in height; wide characters are 20 wide. */
function line(text: string, left: number, top: number, width = text.length * 20): TextLine {
  return { text, probability: 0.9, corners: cornersOf({ left, top, right: left + width, bottom: top + 20 }) }
}

function read(lines: readonly TextLine[], withRules = rules): Record<Key, string> {
  const values = labelledValues(lines, withRules)
  return { name: textOf(values, 'name'), sex: textOf(values, 'sex'), address: textOf(values, 'address'), date: textOf(values, 'date') }
}

const none = { name: '', sex: '', address: '', date: '' }

describe('labelledValues', () => {
  it('takes what stands behind a label, up to the next label', () => {
    expect(read([line('姓 名：王小文性别女', 0, 0)])).toEqual({ ...none, name: '王小文', sex: '女' })
  })

  it('passes over the other form of a label', () => expect(read([line('姓名NameZhang San', 0, 0)]).name).toBe('Zhang San'))

  it('takes the longer of two labels', () => {
    expect(labelledValues([line('出生日期1990', 0, 0)], rules).map(({ label, value }) => [label.text, value?.text])).toEqual([
      ['出生日期', '1990'],
    ])
  })

  it('takes the nearest text to the right in the row, and none behind another label', () => {
    expect(read([line('姓名', 0, 0), line('王小文', 100, 4), line('其他', 300, 0)]).name).toBe('王小文')
    expect(read([line('姓名', 0, 0), line('性别', 60, 0), line('女', 120, 0)])).toEqual({ ...none, sex: '女' })
    expect(read([line('姓名', 100, 0), line('王小文', 0, 0)]).name).toBe('')
    expect(read([line('姓名', 0, 0), line('王小文', 100, 30)]).name).toBe('')
  })

  it('takes what stands below only where the rules say so', () => {
    expect(read([line('日期', 0, 0), line('2024', 10, 30)]).date).toBe('2024')
    expect(read([line('姓名', 0, 0), line('王小文', 0, 30)]).name).toBe('')
  })

  it('goes on in the lines below, as long as they begin below the value and hold no label', () => {
    const address = [
      line('住址浙江省杭州市', 0, 0),
      line('西湖区', 40, 26),
      line('文三路', 42, 52),
      line('脚注', 40, 140),
      line('别处', 300, 26),
    ]
    expect(read(address).address).toBe('浙江省杭州市西湖区文三路')
    expect(read([line('住址杭州', 0, 0), line('姓名王', 40, 26)]).address).toBe('杭州')
  })

  it('leaves lines below to the labels that they belong to', () => {
    const lines = [line('住址', 0, 0), line('杭州', 80, 0), line('姓名', 0, 26), line('王小文', 80, 26)]
    expect(read(lines)).toEqual({ ...none, address: '杭州', name: '王小文' })
  })

  it('joins labels printed with room between their characters', () => {
    expect(read([line('住', 0, 0), line('址', 80, 0), line('杭州', 140, 0)]).address).toBe('杭州')
  })

  it('finds labels only at a beginning or behind a blank, unless they may stand inline', () => {
    const strict: LabelRules<Key> = { labels }
    expect(read([line('公司住址杭州', 0, 0)], strict).address).toBe('')
    expect(read([line('王 住址：杭州', 0, 0)], strict).address).toBe('杭州')
  })

  it('finds a label of which one character was taken for one like it', () => expect(read([line('佳址杭州', 0, 0)]).address).toBe('杭州'))

  it('tells where a value stands in its line', () => {
    const [found] = labelledValues([line('姓名：王小文', 100, 0, 120)], rules)
    expect(around(found?.value?.corners ?? line('', 0, 0).corners)).toEqual({ left: 160, top: 0, right: 220, bottom: 20 })
  })

  it('invents nothing', () => expect(read([line('床前明月光', 0, 0), line('疑是地上霜', 0, 30)])).toEqual(none))
})
