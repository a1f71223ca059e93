export { FIELDS, isField, type Field, type FieldValues } from './fields';
export { fieldsIn, fillFields, readFields, type FieldFault, type FieldText, type Filled } from './fill';
