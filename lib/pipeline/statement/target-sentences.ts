import type { TaskType } from '#lib/domain/vocabulary.ts'

/** What the target is, by task. */
export const TARGET: Readonly<Record<TaskType, readonly string[]>> = {
  binary: [
    'The target, `{target}`, is 1 for "{yes}" and 0 for "{no}".',
    'The target is `{target}`: 1 means "{yes}" and 0 means "{no}".',
    'The target, `{target}`, is binary: 1 ("{yes}") or 0 ("{no}").',
    'The column to predict, `{target}`, is 1 for "{yes}" and 0 for "{no}".',
    'In the target column, `{target}`, 1 means "{yes}" and 0 means "{no}".',
    'The value to predict, `{target}`, is [either ]1 ("{yes}") or 0 ("{no}").',
    'The label is `{target}`, coded as 1 for "{yes}" and 0 for "{no}".',
    'The column `{target}` holds the outcome: 1 for "{yes}" and 0 for "{no}".',
  ],
  multiclass: [
    'The target, `{target}`, is one of {classCount} classes: {classes}.',
    'The target is `{target}`, [which has {classCount} classes|with {classCount} classes]: {classes}.',
    'The column to predict, `{target}`, has {classCount} [classes|labels]: {classes}.',
    'The target, `{target}`, takes one of {classCount} values: {classes}.',
    'The classes of the target, `{target}`, are {classes}.',
    'The label to predict, `{target}`, is one of {classes}.',
    'Each {entity} belongs to one of {classCount} classes in `{target}`: {classes}.',
    'There are {classCount} classes in the target column, `{target}`: {classes}.',
  ],
  ordinal: [
    'The target, `{target}`, is a grade from 0 (lowest) to {most} (highest).',
    'The target is `{target}`, a grade [from 0, the lowest, to {most}, the highest|between 0 (lowest) and {most} (highest)].',
    'The column to predict, `{target}`, is a grade [from 0 (lowest) to {most} (highest)|that runs from 0, the lowest, to {most}, the highest].',
    'The grades are in the target column, `{target}`, and run from 0 (lowest) to {most} (highest).',
    'The target, `{target}`, grades each {entity} from 0 (lowest) to {most} (highest).',
    'The grade to predict, `{target}`, [runs from 0 (lowest) to {most} (highest)|is an integer from 0 (lowest) to {most} (highest)].',
    'Each {entity} has a grade in `{target}`, from 0 at the low end to {most} at the high end.',
  ],
  regression: [
    'The target, `{target}`, is {aNumber}.',
    'The target is `{target}`, {aNumber}.',
    'The column to predict, `{target}`, is {aNumber}.',
    'The value to predict is `{target}`, {aNumber}.',
    'The target column is `{target}`, {aNumber}.',
    'The number to predict, `{target}`, is {aNumber}.',
    'The column `{target}` holds the target, {aNumber}.',
    'The outcome is in `{target}`, {aNumber}.',
    'What is to be predicted, `{target}`, is {aNumber}.',
  ],
}

/** What the training rows show of it. */
export const NUMBERS: Readonly<Record<TaskType, readonly string[]>> = {
  binary: [
    'In the training set, {positive} of the rows are 1.',
    'Positive rows make up {positive} of the training set.',
    'The share of positive rows in the training set is {positive}.',
    'Of the training rows, {positive} are positive.',
    'The rate of positive rows in the training set is {positive}.',
    'In the training set, {positive} of the rows are positive.',
    'The positive class makes up {positive} of the training set.',
    'The target is 1 in {positive} of the training rows.',
    'In {positive} of the training rows the target is 1.',
  ],
  multiclass: [
    '[Of|Among] the training rows, {sharesAre}.',
    'The class shares in the training set are {shares}.',
    'In the training set, the classes are distributed as follows: {shares}.',
    'The training set [consists of|is made up of] {shares}.',
    '[In the training set|By class], the shares [of the rows |]are {shares}.',
  ],
  ordinal: [
    '[Of|Among] the training rows, {sharesAre}.',
    'The shares in the training set are {shares}.',
    'In the training set, the grades are distributed as follows: {shares}.',
    'The training set [consists of|is made up of] {shares}.',
    '[In the training set|By grade], the shares [of the rows |]are {shares}.',
  ],
  regression: [
    'In the training set, the median is {median} and the middle half of the values lies between {low} and {high}.',
    'The training values have a median of {median}, and half of them [lie|are] between {low} and {high}.',
    'The median of the training values is {median}; half of them [lie|are] between {low} and {high}.',
    'In the training set, the median is {median}, with an interquartile range from {low} to {high}.',
    'The quartiles of the training values are {low}, {median} and {high}.',
    'Half of the training values [lie|are] between {low} and {high}, and the median is {median}.',
    'The lower and upper quartiles of the training values are {low} and {high}, and the median is {median}.',
  ],
}
