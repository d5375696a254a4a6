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

/** By the activation URL, as the simulated Kajabi has it; `url` is where the simulator listens. */
export function kajabiUrlExample(url: string, offerId = '1001') {
  const offer = `${url}/kajabi/webhooks/offers/demo-kajabi/${offerId}`;
  return {
    way: 'url',
    activationUrl: `${offer}/activate`,
    deactivationUrl: `${offer}/deactivate`,
    sendOfferGrantEmail: true,
    hideLastName: false,
  };
}

/** By Kajabi's API. */
export const kajabiApiExample = {
  way: 'api',
  clientId: 'demo-client',
  clientSecret: 'demo-client-secret',
  siteId: '1',
  offerId: '1002',
  sendWelcomeEmail: false,
  hideLastName: true,
};

/** In the simulated Systeme.io account. */
export const systemeioExample = {
  apiKey: 'demo-systeme-key',
  tags: ['501', '503'],
  courseId: '301',
  accessType: 'full_access',
};
