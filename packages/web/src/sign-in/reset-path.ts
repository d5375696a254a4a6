/** Where the link in the mail leads that lets somebody choose a new password. */
export const RESET_PATH = '/reset-password';
