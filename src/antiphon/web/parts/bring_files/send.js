/** One request that tells how far it is, which `fetch` cannot; what it answers, or why it was refused. */
export function send(task, [method, address], body, headers = {}, far = undefined) {
  const token = document.querySelector("[name=csrfmiddlewaretoken]").value;
  return new Promise((done, fail) => {
    const request = task.request = new XMLHttpRequest();
    request.open(method, address);
    for (const [name, value] of Object.entries({ "X-CSRFToken": token, ...headers })) request.setRequestHeader(name, value);
    request.upload.onprogress = (event) => far?.(event.loaded);
    request.onerror = request.onabort = () => fail(new Error());
    request.onload = () => {
      const told = request.responseText ? JSON.parse(request.responseText) : {};
      if (request.status >= 400) fail(new Error(told.title));
      else done({ ...told, address: request.getResponseHeader("Location") });
    };
    request.send(body);
  });
}
