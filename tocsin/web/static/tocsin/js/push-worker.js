// Shows a notice that this site sent, and opens its page when it is clicked. It keeps nothing and asks nobody for anything.
"use strict";

// only pages of this site are opened, whatever a notice says
function ours(address) {
  try {
    const url = new URL(address, self.location.origin);
    return url.origin === self.location.origin ? url.href : "/alerts/";
  } catch {
    return "/alerts/";
  }
}

function read(data) {
  try {
    return data.json();
  } catch {
    return {};
  }
}

self.addEventListener("install", () => self.skipWaiting());

self.addEventListener("push", (event) => {
  const said = read(event.data);
  const options = {
    body: said.body || "",
    lang: said.lang || "",
    dir: said.dir || "auto",
    tag: said.tag || "", // a repeat takes the place of the first
    requireInteraction: true,
    data: { url: ours(said.url || "/alerts/"), end: said.end ? ours(said.end) : "" },
    actions: said.end ? [{ action: "end", title: said.end_words || "✕" }] : [],
  };
  event.waitUntil(self.registration.showNotification(said.title || self.location.host, options));
});

self.addEventListener("notificationclick", (event) => {
  const { url, end } = event.notification.data;
  event.notification.close();
  event.waitUntil(self.clients.openWindow(event.action === "end" && end ? end : url));
});
