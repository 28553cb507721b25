import { demoPicture } from './demo-picture.ts'
import type { Drawing, DrawnLine } from './render-picture.ts'

/** A picture whose text is known. Lines stand in reading order. */
export interface LabelledPicture extends Drawing {
  readonly kind: string
  readonly name: string
  /** A JPEG of this quality instead of a PNG. */
  readonly jpegQuality?: number
  /** Radius of an out-of-focus lens, in pixels. */
  readonly blur?: number
}

/** What the engine is measured on. */
export const labelledPictures: readonly LabelledPicture[] = [
  { kind: 'mixed', name: 'demo', ...demoPicture },
  {
    kind: 'chinese',
    name: 'notice-zh',
    width: 900,
    height: 420,
    lines: [
      { text: '关于春节期间服务时间的通知', x: 200, y: 70, size: 38, weight: 700 },
      ...rows({ x: 60, y: 150, size: 28 }, 52, [
        '各位住户请注意，物业服务中心将于二月九日起放假，',
        '二月十七日恢复正常办公。假期内如遇停水、停电等',
        '紧急情况，请拨打二十四小时值班电话。',
        '祝大家新春快乐，阖家幸福！',
      ]),
    ],
  },
  {
    kind: 'chinese',
    name: 'poem',
    width: 640,
    height: 420,
    lines: [
      { text: '静夜思', x: 240, y: 70, size: 44, weight: 600 },
      { text: '李白', x: 270, y: 130, size: 28 },
      ...rows({ x: 180, y: 200, size: 36 }, 56, ['床前明月光，', '疑是地上霜。', '举头望明月，', '低头思故乡。']),
    ],
  },
  {
    kind: 'chinese',
    name: 'address',
    width: 800,
    height: 300,
    lines: [
      ...rows({ x: 50, y: 70, size: 30 }, 60, [
        '收件人：王小明',
        '地址：浙江省杭州市西湖区文三路四百七十八号',
        '备注：请放在前台，谢谢配合',
        '邮政编码：310012',
      ]),
    ],
  },
  {
    kind: 'english',
    name: 'letter-en',
    width: 900,
    height: 400,
    lines: [
      ...rows({ x: 50, y: 70, size: 28 }, 50, [
        'Dear customer,',
        'Thank you for your order. Your parcel has left our',
        'warehouse and will arrive within three working days.',
        'You can follow the delivery with the number below.',
        'Kind regards, the support team',
      ]),
    ],
  },
  {
    kind: 'english',
    name: 'headline-en',
    width: 900,
    height: 260,
    lines: [
      { text: 'Opening hours', x: 50, y: 90, size: 60, weight: 800 },
      { text: 'Monday to Friday 09:00 - 18:00', x: 50, y: 160, size: 36 },
      { text: 'Closed on public holidays', x: 50, y: 220, size: 32, weight: 300 },
    ],
  },
  {
    kind: 'english',
    name: 'numbers',
    width: 760,
    height: 330,
    lines: [
      ...rows({ x: 40, y: 60, size: 30 }, 58, [
        'Invoice No. 2024-118-7790',
        'Date: 2024-03-18',
        'Subtotal: $1,284.50',
        'Tax (6%): $77.07',
        'Total due: $1,361.57',
      ]),
    ],
  },
  {
    kind: 'mixed',
    name: 'product',
    width: 800,
    height: 360,
    lines: [
      ...rows({ x: 40, y: 70, size: 30 }, 58, [
        '商品名称：USB-C 数据线 2m',
        '型号 Model: XC-200',
        '价格 Price:¥39.90',
        '颜色 Color：黑色 Black',
        '产地 Origin: Shenzhen 深圳',
      ]),
    ],
  },
  {
    kind: 'mixed',
    name: 'code',
    width: 860,
    height: 320,
    lines: [
      ...rows({ x: 40, y: 60, size: 28 }, 56, [
        '使用 npm install 安装依赖',
        '然后运行 npm test 查看结果',
        '错误码 InvalidFile.Decode 表示文件无法打开',
        '请检查 AccessKey 是否已经启用',
      ]),
    ],
  },
  {
    kind: 'mixed',
    name: 'sign',
    width: 700,
    height: 300,
    lines: [
      { text: '紧急出口', x: 220, y: 90, size: 64, weight: 700 },
      { text: 'EMERGENCY EXIT', x: 180, y: 160, size: 40, weight: 600 },
      { text: '请勿阻塞通道 Keep clear', x: 150, y: 240, size: 34 },
    ],
  },
  {
    kind: 'dark',
    name: 'dark-mixed',
    width: 860,
    height: 320,
    background: '#10151f',
    lines: [
      ...rows({ x: 40, y: 70, size: 30, colour: '#e8ecf4' }, 64, [
        '系统设置 Settings',
        '深色模式 Dark mode：已开启',
        '语言 Language：简体中文',
        '版本 Version 4.2.1',
      ]),
    ],
  },
  {
    kind: 'dark',
    name: 'dark-blue',
    width: 800,
    height: 260,
    background: '#123a8c',
    lines: [
      ...rows({ x: 40, y: 70, size: 34, weight: 500, colour: '#ffffff' }, 64, [
        '云计算让创新更简单',
        'Build once, run anywhere',
        '立即免费试用 Start free',
      ]),
    ],
  },
  {
    kind: 'dark',
    name: 'terminal',
    width: 820,
    height: 280,
    background: '#0c0c0c',
    lines: [
      ...rows({ x: 30, y: 50, size: 24, colour: '#7ee787' }, 44, [
        '$ npm run demo',
        'Reading picture demo.png',
        'Found 12 lines in 0.8 s',
        '识别完成，结果已保存',
        'Done',
      ]),
    ],
  },
  {
    kind: 'tilted',
    name: 'tilt-plus-3',
    width: 900,
    height: 420,
    tilt: 3,
    lines: [
      ...rows({ x: 90, y: 110, size: 30 }, 62, [
        '会议纪要',
        '时间：三月十八日下午两点',
        '地点：第二会议室 Room 302',
        '参加人员：张伟、李娜、刘洋',
        '下次会议 Next meeting: 25 March',
      ]),
    ],
  },
  {
    kind: 'tilted',
    name: 'tilt-minus-4',
    width: 900,
    height: 420,
    tilt: -4,
    lines: [
      ...rows({ x: 90, y: 110, size: 30 }, 62, [
        'Shipping label',
        'From: Hangzhou, Zhejiang',
        'To: 12 Garden Street, Boston',
        '重量 Weight: 2.5 kg',
        '易碎物品，小心轻放',
      ]),
    ],
  },
  {
    kind: 'tilted',
    name: 'tilt-plus-5',
    width: 900,
    height: 400,
    tilt: 5,
    lines: [
      ...rows({ x: 100, y: 110, size: 32 }, 70, ['请保持安静', 'Please be quiet', '图书馆阅览室 Reading room', '开放时间 08:30 - 21:30']),
    ],
  },
  {
    kind: 'screenshot',
    name: 'chat',
    width: 720,
    height: 560,
    background: '#f0f2f5',
    below: [
      box(40, 40, 420, 64, '#ffffff'),
      box(260, 130, 420, 64, '#95ec69'),
      box(40, 220, 520, 64, '#ffffff'),
      box(300, 310, 380, 64, '#95ec69'),
    ].join(''),
    lines: [
      { text: '你好，今天几点开会？', x: 60, y: 82, size: 26 },
      { text: '下午三点，room B2', x: 280, y: 172, size: 26 },
      { text: 'OK, I will send the agenda first', x: 60, y: 262, size: 26 },
      { text: '收到，谢谢！', x: 320, y: 352, size: 26 },
      { text: '发送 Send', x: 560, y: 520, size: 24, weight: 600, colour: '#1677ff' },
    ],
  },
  {
    kind: 'screenshot',
    name: 'settings',
    width: 800,
    height: 520,
    below: [box(0, 0, 800, 70, '#1677ff')].join(''),
    lines: [
      { text: '控制台 Console', x: 30, y: 46, size: 28, weight: 600, colour: '#ffffff' },
      ...rows({ x: 40, y: 130, size: 22, colour: '#333333' }, 56, [
        '账号 ID:1234567890',
        '地域 Region：华东2（上海）',
        '实例规格：2核4G',
        '公网带宽 5Mbps',
        '状态：运行中 Running',
      ]),
      { text: '保存 Save', x: 60, y: 470, size: 24, weight: 500, colour: '#1677ff' },
      { text: '取消 Cancel', x: 260, y: 470, size: 24, weight: 500, colour: '#666666' },
    ],
  },
  {
    kind: 'screenshot',
    name: 'table',
    width: 820,
    height: 330,
    lines: [
      { text: '名称', x: 40, y: 60, size: 24, weight: 600 },
      { text: '数量', x: 360, y: 60, size: 24, weight: 600 },
      { text: '金额', x: 620, y: 60, size: 24, weight: 600 },
      { text: '云服务器 ECS', x: 40, y: 120, size: 24 },
      { text: '3', x: 370, y: 120, size: 24 },
      { text: '¥297.00', x: 620, y: 120, size: 24 },
      { text: '对象存储 OSS', x: 40, y: 180, size: 24 },
      { text: '12', x: 370, y: 180, size: 24 },
      { text: '¥36.80', x: 620, y: 180, size: 24 },
      { text: '合计 Total', x: 40, y: 250, size: 24, weight: 600 },
      { text: '15', x: 370, y: 250, size: 24 },
      { text: '¥333.80', x: 620, y: 250, size: 24 },
    ],
  },
  {
    kind: 'poor jpeg',
    name: 'jpeg-zh',
    width: 900,
    height: 360,
    jpegQuality: 25,
    lines: [
      ...rows({ x: 50, y: 70, size: 30 }, 60, [
        '温馨提示',
        '为了您的安全，请系好安全带',
        '行李请放在座位上方的行李架',
        '列车运行时请勿靠近车门',
        '祝您旅途愉快',
      ]),
    ],
  },
  {
    kind: 'poor jpeg',
    name: 'jpeg-mixed',
    width: 860,
    height: 320,
    jpegQuality: 25,
    lines: [
      ...rows({ x: 50, y: 70, size: 28 }, 60, [
        '订单编号 Order: 88620417',
        '下单时间：2024-05-06 14:32',
        '支付方式 Alipay 支付宝',
        'Thank you for shopping with us',
      ]),
    ],
  },
  {
    kind: 'poor jpeg',
    name: 'jpeg-tilted',
    width: 900,
    height: 320,
    tilt: 2,
    jpegQuality: 20,
    lines: [...rows({ x: 80, y: 100, size: 30 }, 62, ['停车场入口 Parking', '收费标准：每小时五元', 'The first 30 minutes are free'])],
  },
  {
    kind: 'small',
    name: 'small-zh',
    width: 640,
    height: 220,
    lines: [
      ...rows({ x: 30, y: 40, size: 14 }, 28, [
        '本产品自购买之日起享受一年保修服务',
        '保修期内因质量问题可免费更换零件',
        '人为损坏不在保修范围之内',
        '请妥善保管购买凭证',
      ]),
    ],
  },
  {
    kind: 'small',
    name: 'small-en',
    width: 640,
    height: 220,
    lines: [
      ...rows({ x: 30, y: 40, size: 13 }, 28, [
        'This product is covered by a one year warranty.',
        'Keep the receipt as proof of purchase.',
        'Damage caused by misuse is not covered.',
        'For support please call 400-810-2200.',
      ]),
    ],
  },
  {
    kind: 'small',
    name: 'small-mixed',
    width: 560,
    height: 200,
    lines: [
      ...rows({ x: 24, y: 36, size: 12 }, 26, [
        '文件 File 编辑 Edit 视图 View',
        '最近打开：report-2024.docx',
        '已保存到云端 Saved to cloud',
        '共 3 页，第 1 页',
      ]),
    ],
  },
  {
    kind: 'low contrast',
    name: 'grey',
    width: 800,
    height: 240,
    background: '#e9e9e9',
    lines: [...rows({ x: 40, y: 70, size: 30, colour: '#8a8a8a' }, 62, ['未读消息 3 条', 'Last login: yesterday 22:14', '点击查看详情'])],
  },
  {
    kind: 'photo',
    name: 'receipt-on-a-desk',
    width: 900,
    height: 640,
    background: '#6b4a2f',
    below: `${texture('#6b4a2f')}${box(110, 40, 680, 560, '#f6f3ea')}`,
    above: shade(),
    tilt: -2.5,
    blur: 0.8,
    jpegQuality: 60,
    lines: [
      { text: '好邻居便利店', x: 300, y: 110, size: 42, weight: 600 },
      ...rows({ x: 160, y: 190, size: 26 }, 56, [
        '单号：20240318-0427',
        '矿泉水 550ml',
        '全麦面包',
        '热美式 Americano',
        '合计：三件商品',
        'Thank you, see you again',
      ]),
      ...rows({ x: 640, y: 246, size: 26 }, 56, ['2.00', '8.50', '15.00', '25.50']),
    ].sort((a, b) => a.y - b.y || a.x - b.x),
  },
  {
    kind: 'photo',
    name: 'notice-on-a-wall',
    width: 1000,
    height: 620,
    background: '#b9b4a8',
    below: `${texture('#b9b4a8')}${box(120, 60, 760, 500, '#fffbe6')}`,
    above: shade(),
    tilt: 3,
    blur: 1,
    jpegQuality: 50,
    lines: [
      { text: '电梯维修通知', x: 330, y: 150, size: 52, weight: 700, colour: '#b3261e' },
      ...rows({ x: 180, y: 235, size: 30 }, 66, [
        '本楼二号电梯将于三月二十日进行检修',
        '时间 Time: 09:00 - 12:00',
        '请使用一号电梯 Please use lift No. 1',
        '不便之处，敬请谅解',
        '物业管理处 Property office',
      ]),
    ],
  },
]

/** A rough surface; the same one each time. */
function texture(colour: string): string {
  return `<filter id="rough"><feTurbulence type="fractalNoise" baseFrequency="0.02 0.3" numOctaves="3" seed="7"/>
    <feColorMatrix values="0 0 0 0 0  0 0 0 0 0  0 0 0 0 0  0 0 0 0.6 0"/><feComposite in2="SourceGraphic" operator="in"/></filter>
    <rect width="100%" height="100%" fill="${colour}"/><rect width="100%" height="100%" filter="url(#rough)"/>`
}

/** Light from the upper left. */
function shade(): string {
  return `<defs><linearGradient id="shade" x2="1" y2="1"><stop offset="0.2" stop-opacity="0"/><stop offset="1" stop-opacity="0.5"/></linearGradient></defs>
    <rect width="100%" height="100%" fill="url(#shade)"/>`
}

function rows(first: Omit<DrawnLine, 'text'>, gap: number, texts: readonly string[]): DrawnLine[] {
  return texts.map((text, at) => ({ ...first, y: first.y + at * gap, text }))
}

function box(x: number, y: number, width: number, height: number, colour: string): string {
  return `<rect x="${x}" y="${y}" width="${width}" height="${height}" fill="${colour}"/>`
}
