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
    '`{target}` is the target and takes one of {classCount} values: {classes}.',
    'The target `{target}` has {classCount} [labels|classes]: {classes}.',
    '[Predict|The column to predict is] `{target}`, which is one of {classes}.',
  ],
  ordinal: [
    'The target `{target}` is a grade from 0 (least) to {most} (most).',
    'The grades are in the column `{target}` and run from 0 (least) to {most} (most).',
    '[Predict|The column to predict is] `{target}`, a grade [from 0 for the least to {most} for the most|between 0, the least, and {most}, the most].',
    '`{target}`, the target, is a grade: 0 is the least and {most} the most.',
  ],
  regression: [
    'The target `{target}` is a number{inUnit}.',
    '`{target}` is the target, a number{inUnit}.',
    '[Predict|The column to predict is] `{target}`, a number{inUnit}.',
    'The column `{target}` holds the [answer|outcome], a number{inUnit}.',
    '[What is asked for|The value to predict] is `{target}`, a number{inUnit}.',
    '`{target}` is [a number{inUnit}, and the column to predict|the column to predict: a number{inUnit}].',
  ],
}

/** What the training rows show of it. */
export const SHARES = [
  '[Of|Among] the training rows, {sharesAre}.',
  '[Class shares in the training set|The training rows by class]: {shares}.',
  'The training rows [split as follows|are divided as follows]: {shares}.',
]
export const VALUES = [
  'The middle half of the training values lies between {low} and {high}, [and the median is|with a median of|around a median of] {median}.',
  'The median of the training values is {median}[, and the middle half lies|; the middle half lies] between {low} and {high}.',
  '[In|Over] the training rows the target has a median of {median}, and its middle half lies [between {low} and {high}|in the range {low} to {high}].',
]
