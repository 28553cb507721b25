/** The side of a card that a call asks for: the main page, or the other one. */
export type CardSide = 'face' | 'back'
