/** Settings as a seller would type them, ready for a demo shop. */
export const customEmailExample = {
  subject: 'Welcome to {{product}}',
  body: `Hi {{firstName|there}},

Thank you for your order {{orderNumber}}. {{product}} is waiting for you:
https://courses.example.com/login?email={{email}}

If anything is unclear, answer this email and we will help.

See you inside!`,
  sellerName: 'The Quiet Studio',
  replyTo: 'help@quiet-studio.example',
};
