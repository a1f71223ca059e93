/** A reminder is due; its key is the reminder's id. */
export const REMIND_JOB = 'reminders.due';
