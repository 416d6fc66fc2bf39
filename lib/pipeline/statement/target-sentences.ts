import type { TaskType } from '#lib/domain/vocabulary.ts'

/** What the target is, by task. */
export const TARGET: Readonly<Record<TaskType, readonly string[]>> = {
  binary: [
    'The target, `{target}`, is 1 for "{yes}" and 0 for "{no}".',
    'The target is `{target}`: 1 means "{yes}" and 0 means "{no}".',
    'The target is `{target}`: 1 stands for "{yes}" and 0 for "{no}".',
    'The column to predict, `{target}`, is 1 for "{yes}" and 0 for "{no}".',
    'In the target column, `{target}`, 1 [means "{yes}" and 0 means "{no}"|stands for "{yes}" and 0 for "{no}"].',
  ],
  multiclass: [
    'The target, `{target}`, is one of {classCount} classes: {classes}.',
    'The target is `{target}`, [which has {classCount} classes|with {classCount} classes]: {classes}.',
    'The column to predict, `{target}`, has {classCount} [classes|labels]: {classes}.',
    'The target, `{target}`, takes one of {classCount} values: {classes}.',
    'The classes of the target, `{target}`, are {classes}.',
  ],
  ordinal: [
    'The target, `{target}`, is a grade from 0 (lowest) to {most} (highest).',
    'The target is `{target}`, a grade [from 0, the lowest, to {most}, the highest|between 0 (lowest) and {most} (highest)].',
    'The column to predict, `{target}`, is a grade [from 0 (lowest) to {most} (highest)|that runs from 0, the lowest, to {most}, the highest].',
    'The grades are in the target column, `{target}`, and run from 0 (lowest) to {most} (highest).',
    'The target, `{target}`, grades each {entity} from 0 (lowest) to {most} (highest).',
  ],
  regression: [
    'The target, `{target}`, is {aNumber}.',
    'The target is `{target}`, {aNumber}.',
    'The column to predict, `{target}`, is {aNumber}.',
    'The value to predict is `{target}`, {aNumber}.',
    'The target column is `{target}`, {aNumber}.',
  ],
}

/** What the training rows show of it. */
export const NUMBERS: Readonly<Record<TaskType, readonly string[]>> = {
  binary: [
    'In the training set, {positive} of the rows are 1.',
    'Positive rows make up {positive} of the training set.',
    'The share of positive rows in the training set is {positive}.',
  ],
  multiclass: [
    '[Of|Among] the training rows, {sharesAre}.',
    'The class shares in the training set are {shares}.',
  ],
  ordinal: ['[Of|Among] the training rows, {sharesAre}.', 'The shares in the training set are {shares}.'],
  regression: [
    'In the training set, the median is {median} and the middle half of the values lies between {low} and {high}.',
    'The training values have a median of {median}, and [half of them lie|their middle half lies] between {low} and {high}.',
    'The median of the training values is {median}; [half of them lie|the middle half lies] between {low} and {high}.',
  ],
}
