export { FIELDS, isField, type Field, type FieldValues } from './fields';
export {
  escapedHtml,
  fieldsIn,
  fillFields,
  readFields,
  type FieldFault,
  type FieldText,
  type Filled,
} from './fill';
