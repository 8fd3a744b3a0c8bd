// Notices in this browser, on the page where alerts are asked for. All of it is in addition: mail needs no script. The
// server sends the question to the browser itself, as it does to any address; only what is confirmed counts.
"use strict";

(() => {
  const box = document.getElementById("push");
  const able = "serviceWorker" in navigator && "PushManager" in window && "Notification" in window;
  if (!box || !able) return;

  const { key, worker, ask, end } = box.dataset;
  const form = document.getElementById("ask");
  const scope = new URL("./", new URL(worker, location.href)).pathname;

  function show(name) {
    for (const each of box.querySelectorAll("[data-when]")) each.hidden = each.dataset.when !== name;
  }

  async function current() {
    const registration = await navigator.serviceWorker.getRegistration(scope);
    return registration ? registration.pushManager.getSubscription() : null;
  }

  async function subscribed() {
    await navigator.serviceWorker.register(worker, { scope });
    const registration = await ready(scope);
    const answer = await fetch(key);
    if (!answer.ok) throw new Error(`HTTP ${answer.status}`);
    const options = { userVisibleOnly: true, applicationServerKey: (await answer.text()).trim() };
    try {
      return await registration.pushManager.subscribe(options);
    } catch (error) {
      if (error.name !== "InvalidStateError") throw error;
      await (await registration.pushManager.getSubscription()).unsubscribe(); // made for a key that the site has no more
      return registration.pushManager.subscribe(options);
    }
  }

  // of this scope alone: serviceWorker.ready waits for one that controls the page
  async function ready(of) {
    const registration = await navigator.serviceWorker.getRegistration(of);
    const waiting = registration.installing || registration.waiting;
    if (registration.active || !waiting) return registration;
    await new Promise((done) => {
      waiting.addEventListener("statechange", () => waiting.state === "activated" && done());
    });
    return registration;
  }

  function said(subscription) {
    const { endpoint, keys } = subscription.toJSON();
    return { endpoint, p256dh: keys.p256dh, auth: keys.auth };
  }

  box.querySelector("[data-act=ask]").addEventListener("click", async () => {
    show("asking");
    try {
      if ((await Notification.requestPermission()) !== "granted") return show("refused");
      const fields = said(await subscribed());
      for (const [name, value] of Object.entries(fields)) {
        const input = Object.assign(document.createElement("input"), { type: "hidden", name, value });
        form.append(input);
      }
      form.action = ask;
      form.submit();
    } catch {
      show("failed");
    }
  });

  box.querySelector("[data-act=end]").addEventListener("click", async () => {
    try {
      const subscription = await current();
      if (subscription) {
        await fetch(end, { method: "POST", body: new URLSearchParams(said(subscription)) });
        await subscription.unsubscribe(); // the push service tells the site, should our word not have come through
      }
      show("ended");
    } catch {
      show("failed");
    }
  });

  current().then(
    (subscription) => show(subscription ? "there" : "able"),
    () => show("able"),
  );
})();
