import type { TaskType } from '#lib/domain/vocabulary.ts'

/** What the target is, by task. */
export const CLASSES: Readonly<Record<TaskType, readonly string[]>> = {
  binary: [
    'The target `{target}` is 1 for "{yes}" and 0 for "{no}".',
    '[Predict|The column to predict is] `{target}`, which is 1 for "{yes}" and 0 for "{no}".',
    'In the column `{target}`, 1 [means|stands for] "{yes}" and 0 [means|stands for] "{no}".',
    '`{target}` is the target: 1 where the [outcome|answer] is "{yes}", 0 where it is "{no}".',
  ],
  multiclass: [
    'The target `{target}` is one of {classCount} labels: {classes}.',
    '`{target}` is the target and [takes|has] {classCount} values: {classes}.',
    'There are {classCount} [labels|classes|values] in the target `{target}`: {classes}.',
    '[Predict|The column to predict is] `{target}`, with [the labels|the values|one of the labels] {classes}.',
  ],
  ordinal: [
    'The target `{target}` is a grade from 0 (least) to {most} (most).',
    'Grades run from 0 (least) to {most} (most) and are in the column `{target}`.',
    '[Predict|The column to predict is] `{target}`, a grade [from 0 for the least to {most} for the most|between 0, the least, and {most}, the most].',
    '`{target}`, the target, is a grade: 0 is the least and {most} the most.',
  ],
  regression: [
    'The target `{target}` is a number{inUnit}.',
    '`{target}` is the target, a number{inUnit}.',
    '[Predict|The column to predict is] `{target}`, a number{inUnit}.',
    'The [answer|outcome] is a number{inUnit}, in the column `{target}`.',
  ],
}

/** What the training rows show of it. */
export const SHARES = [
  '[Of|Among] the training rows, {sharesAre}.',
  '[Shares in the training rows|The training rows by class|Shares of the training rows]: {shares}.',
  'The training rows are [divided|split] [as follows|like this]: {shares}.',
]
export const VALUES = [
  '[Half of the training values lie|The middle half of the training values lies] between {low} and {high}, [and the median is|with a median of|around a median of] {median}.',
  'The median of the training [rows|values] is {median}[, and half of them lie|; half of them lie] between {low} and {high}.',
  '[In|Over] the training rows the target has a median of {median}, with half of the values [between {low} and {high}|from {low} to {high}].',
]
