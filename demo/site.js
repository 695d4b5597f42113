// What a site may do with the widget: call it, and listen to what happens in it.
document.querySelector('#ask')?.addEventListener('click', () => {
  document.querySelector('twitchbot-widget').ask('Does low magnesium cause twitching?');
});
document.addEventListener('twitchbot:message', event => {
  console.info('The bot replied:', event.detail.answer.outcome);
});
