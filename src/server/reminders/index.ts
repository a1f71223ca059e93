export { reminderJobs } from './jobs';
export { messageOfToken, putOff, remindersOf, setReminder, startReminders, takeBack } from './reminders';
